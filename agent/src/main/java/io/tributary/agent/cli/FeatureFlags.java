package io.tributary.agent.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What `--enable-feature` asks for, sorted by what Tributary makes of it.
///
/// `notes` are lines for the log; nothing that was asked for is dropped without one.
///
/// Source: parity §1.6.
record FeatureFlags(boolean autoReload, boolean extraScrapeMetrics, List<Note> notes) {

  /// A line for the log about one feature.
  record Note(boolean isWarning, String feature, String message) {}

  /// Features that would change what is collected or opened, and that are not built.
  private static final Set<String> UNAVAILABLE =
      Set.of(
          "created-timestamp-zero-ingestion",
          "st-storage",
          "st-synthesis",
          "otlp-deltatocumulative",
          "otlp-native-delta-ingestion",
          "type-and-unit-labels",
          "use-uncached-io");

  /// Features of the server's query engine, rules or database: an agent has none of them.
  private static final Set<String> IRRELEVANT =
      Set.of(
          "concurrent-rule-eval",
          "delayed-compaction",
          "fast-startup",
          "histograms-st-encoding",
          "memory-snapshot-on-shutdown",
          "old-ui",
          "promql-binop-fill-modifiers",
          "promql-delayed-name-removal",
          "promql-experimental-functions",
          "promql-extended-range-selectors",
          "promql-per-step-stats",
          "search-api",
          "use-start-timestamps",
          "xor2-encoding");

  FeatureFlags {
    notes = List.copyOf(notes);
  }

  /// Reads the values of the flag, each a list separated by commas. Throws [UsageException] with
  /// exit code 1 naming every feature that cannot be had.
  static FeatureFlags parse(List<String> values) {
    boolean autoReload = false;
    boolean extraScrapeMetrics = false;
    var notes = new ArrayList<Note>();
    var refused = new ArrayList<String>();
    for (String value : values) {
      for (String feature : value.split(",", -1)) {
        switch (feature) {
          case "agent" -> notes.add(info(feature, "Tributary is always an agent"));
          case "auto-reload-config" -> {
            autoReload = true;
            notes.add(warning(feature, "deprecated, use --config.auto-reload"));
          }
          case "extra-scrape-metrics" -> {
            extraScrapeMetrics = true;
            notes.add(
                warning(feature, "deprecated, set extra_scrape_metrics in the configuration"));
          }
          case "exemplar-storage" ->
              notes.add(info(feature, "exemplars are always kept and forwarded"));
          case "metadata-wal-records" ->
              notes.add(info(feature, "metadata is always kept in the log"));
          case "native-histograms" ->
              notes.add(
                  warning(feature, "no effect, set scrape_native_histograms in the configuration"));
          case "ooo-native-histograms", "promql-duration-expr" ->
              notes.add(warning(feature, "no effect, always on"));
          default -> {
            if (UNAVAILABLE.contains(feature)) {
              refused.add(feature);
            } else if (IRRELEVANT.contains(feature)) {
              notes.add(info(feature, "no effect in an agent"));
            } else {
              notes.add(warning(feature, "unknown feature, ignored"));
            }
          }
        }
      }
    }
    if (!refused.isEmpty()) {
      throw new UsageException(
          1, "--enable-feature=" + String.join(",", refused) + ": not available in Tributary");
    }
    return new FeatureFlags(autoReload, extraScrapeMetrics, notes);
  }

  private static Note info(String feature, String message) {
    return new Note(false, feature, message);
  }

  private static Note warning(String feature, String message) {
    return new Note(true, feature, message);
  }
}
