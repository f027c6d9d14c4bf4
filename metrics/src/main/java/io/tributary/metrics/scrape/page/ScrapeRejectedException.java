package io.tributary.metrics.scrape.page;

/// A page that could be read but must not be stored: it breaks a limit or a rule for names. The
/// whole scrape fails.
public final class ScrapeRejectedException extends RuntimeException {
  /// What was broken, for counting.
  public enum Reason {
    SAMPLE_LIMIT,
    LABEL_LIMIT,
    INVALID_SERIES,
    BUCKET_LIMIT
  }

  private final transient Reason reason;

  public ScrapeRejectedException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
