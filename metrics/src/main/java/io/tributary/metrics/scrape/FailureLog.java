package io.tributary.metrics.scrape;

/// Where failed scrapes are written down for people: `scrape_failure_log_file`.
public interface FailureLog {
  /// Notes one failure; returns at once.
  void write(String job, String target, String error);
}
