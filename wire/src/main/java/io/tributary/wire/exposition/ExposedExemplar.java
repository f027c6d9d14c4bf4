package io.tributary.wire.exposition;

/// An exemplar of a sample: a view that its parser reuses.
public final class ExposedExemplar {
  final LabelViews labels = new LabelViews();
  long valueBits;
  boolean hasTimestamp;
  long timestampMs;

  ExposedExemplar() {}

  /// The exemplar's own labels; there is no `__name__` among them.
  public LabelViews labels() {
    return labels;
  }

  /// The raw bits of the value; every NaN is 0x7ff8000000000001.
  public long valueBits() {
    return valueBits;
  }

  public boolean hasTimestamp() {
    return hasTimestamp;
  }

  /// Milliseconds since 1970; meaningless unless [#hasTimestamp].
  public long timestampMs() {
    return timestampMs;
  }
}
