package io.tributary.metrics.scrape;

import java.util.List;

/// The series that each scrape writes about itself.
///
/// Source: prometheus/prometheus `scrape/scrape.go`, `report`.
record ScrapeReport(
    boolean isUp,
    double durationSeconds,
    long samplesScraped,
    long samplesPostRelabelling,
    long seriesAdded,
    double timeoutSeconds,
    long sampleLimit,
    long bodyBytes) {

  private static final List<String> NAMES =
      List.of(
          "up",
          "scrape_duration_seconds",
          "scrape_samples_scraped",
          "scrape_samples_post_metric_relabeling",
          "scrape_series_added");

  private static final List<String> EXTRA_NAMES =
      List.of(
          "up",
          "scrape_duration_seconds",
          "scrape_samples_scraped",
          "scrape_samples_post_metric_relabeling",
          "scrape_series_added",
          "scrape_timeout_seconds",
          "scrape_sample_limit",
          "scrape_body_size_bytes");

  /// Metric names in the order of [#write].
  static List<String> names(boolean extra) {
    return extra ? EXTRA_NAMES : NAMES;
  }

  void write(long[] values, int from, boolean extra) {
    int at = from;
    values[at++] = bits(isUp ? 1 : 0);
    values[at++] = bits(durationSeconds);
    values[at++] = bits((double) samplesScraped);
    values[at++] = bits((double) samplesPostRelabelling);
    values[at++] = bits((double) seriesAdded);
    if (extra) {
      values[at++] = bits(timeoutSeconds);
      values[at++] = bits((double) sampleLimit);
      values[at] = bits((double) bodyBytes);
    }
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }
}
