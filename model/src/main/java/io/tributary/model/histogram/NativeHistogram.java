package io.tributary.model.histogram;

/// One sample of a native histogram.
///
/// The populated buckets of each side are runs (`spans`) with one entry each in the bucket array:
/// in the integer flavour the difference to the previous bucket (the first is absolute), in the
/// float flavour the absolute count. `schema` is −4 to 8 for exponential buckets or
/// [#CUSTOM_BUCKETS], where `customBounds` are the upper bounds, `+Inf` excluded. Arrays are owned
/// by the histogram and not written after construction.
///
/// Source: prometheus/prometheus `model/histogram`, native histogram specification.
public record NativeHistogram(
    ResetHint resetHint,
    int schema,
    double zeroThreshold,
    double sum,
    Buckets buckets,
    double[] customBounds) {
  /// The schema number of custom buckets.
  public static final int CUSTOM_BUCKETS = -53;

  /// What is known of resets between this sample and the one before; the order is that of the wire.
  public enum ResetHint {
    UNKNOWN,
    YES,
    NO,
    GAUGE
  }

  /// `offset` empty buckets, then `length` populated ones.
  public record Span(int offset, int length) {}

  /// Counts, in one of two flavours that never mix.
  public sealed interface Buckets {
    Span[] positiveSpans();

    Span[] negativeSpans();
  }

  /// Integer counts; bucket values are deltas.
  public record IntBuckets(
      long count,
      long zeroCount,
      Span[] positiveSpans,
      long[] positiveDeltas,
      Span[] negativeSpans,
      long[] negativeDeltas)
      implements Buckets {}

  /// Float counts; bucket values are absolute.
  public record FloatBuckets(
      double count,
      double zeroCount,
      Span[] positiveSpans,
      double[] positiveCounts,
      Span[] negativeSpans,
      double[] negativeCounts)
      implements Buckets {}
}
