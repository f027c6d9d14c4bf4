package io.tributary.bench.fleet;

import io.tributary.bench.process.Options;

/// What the fleet looks like.
///
/// @param seriesPerTarget rows of a page, not counting the one that numbers the scrapes
/// @param gzip whether a target compresses for those who accept it
public record FleetSettings(Mode mode, int targets, int seriesPerTarget, boolean gzip, long seed) {

  /// How the targets resemble each other and themselves.
  public enum Mode {
    /// All targets expose the same series, with values of their own.
    SIMILAR,
    /// No two targets share a metric name.
    DIFFERENT,
    /// As [#SIMILAR], and at each scrape one series in a hundred is new and one is gone.
    CHURN
  }

  public FleetSettings {
    if (targets < 1 || targets > 20_000) {
      throw new IllegalArgumentException("cannot play " + targets + " targets: 1 to 20000");
    }
    if (seriesPerTarget < 100) {
      throw new IllegalArgumentException(
          "a target has 100 series at least, not " + seriesPerTarget);
    }
  }

  static FleetSettings parse(Options options) {
    return new FleetSettings(
        Mode.valueOf(options.text("mode", "similar").toUpperCase(java.util.Locale.ROOT)),
        options.number("targets", 10),
        options.number("series", 1000),
        options.flag("gzip", true),
        options.number("seed", 1));
  }
}
