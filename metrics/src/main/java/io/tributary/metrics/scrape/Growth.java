package io.tributary.metrics.scrape;

import java.time.Duration;

/// How many series a target has added since its first scrape.
///
/// @param sinceMs the first scrape in epoch milliseconds, 0 before
record Growth(long sinceMs, long added) {
  static final Growth NONE = new Growth(0, 0);

  private static final double HOUR_MS = Duration.ofHours(1).toMillis();

  /// With another scrape; the series of the first one are none that were added.
  Growth with(long series, long atMs) {
    if (sinceMs == 0) {
      return new Growth(atMs, 0);
    }
    return series == 0 ? this : new Growth(sinceMs, added + series);
  }

  /// Over at least a minute, so that a young target shows no wild number.
  double perHour(long nowMs) {
    return added == 0 ? 0 : added * HOUR_MS / Math.max(60_000, nowMs - sinceMs);
  }
}
