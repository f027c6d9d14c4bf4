package io.tributary.metrics.scrape;

import io.tributary.model.labels.Labels;
import java.time.Duration;

/// A target and how its last scrape went, for display.
///
/// @param lastScrapeMs start of the last scrape in epoch milliseconds, 0 before the first
/// @param lastError empty where the last scrape succeeded
public record TargetSnapshot(
    String pool,
    Labels discovered,
    Labels labels,
    String url,
    Health health,
    String lastError,
    long lastScrapeMs,
    double lastScrapeDurationSeconds,
    Duration interval,
    Duration timeout,
    long samples,
    long bodyBytes) {

  /// The same scrape, of a target that is described differently now.
  TargetSnapshot of(Target target) {
    return new TargetSnapshot(
        pool,
        target.discovered(),
        target.labels(),
        target.shownUrl(),
        health,
        lastError,
        lastScrapeMs,
        lastScrapeDurationSeconds,
        target.interval(),
        target.timeout(),
        samples,
        bodyBytes);
  }

  /// As the API spells it, in lower case.
  public enum Health {
    UNKNOWN,
    UP,
    DOWN
  }
}
