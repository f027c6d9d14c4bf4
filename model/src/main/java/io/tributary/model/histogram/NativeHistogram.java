package io.tributary.model.histogram;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One sample of a native histogram.
///
/// The populated buckets of each side are runs (`spans`) with one entry each in the bucket array:
/// in the integer flavour the difference to the previous bucket (the first is absolute), in the
/// float flavour the absolute count. `schema` is −4 to 8 for exponential buckets or
/// [#CUSTOM_BUCKETS], where `customBounds` are the upper bounds, `+Inf` excluded. Arrays are owned
/// by the histogram and not written after construction.
///
/// The record itself takes what an exporter says, consistent or not; [#problem] tells.
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

  /// The coarsest and the finest exponential schema that storage takes.
  public static final int MIN_SCHEMA = -4;

  public static final int MAX_SCHEMA = 8;

  /// Exponential schemas that exist on paper; above [#MAX_SCHEMA] they are reduced on arrival.
  public static final int MAX_RESERVED_SCHEMA = 52;

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

  /// Integer counts; bucket values are deltas. Counts are unsigned.
  public record IntBuckets(
      long count,
      long zeroCount,
      Span[] positiveSpans,
      long[] positiveDeltas,
      Span[] negativeSpans,
      long[] negativeDeltas)
      implements Buckets {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof IntBuckets that
          && count == that.count
          && zeroCount == that.zeroCount
          && Arrays.equals(positiveSpans, that.positiveSpans)
          && Arrays.equals(positiveDeltas, that.positiveDeltas)
          && Arrays.equals(negativeSpans, that.negativeSpans)
          && Arrays.equals(negativeDeltas, that.negativeDeltas);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(count) * 31 + Arrays.hashCode(positiveDeltas);
    }

    @Override
    public String toString() {
      return "count "
          + Long.toUnsignedString(count)
          + ", zero "
          + Long.toUnsignedString(zeroCount)
          + ", + "
          + Arrays.toString(positiveSpans)
          + Arrays.toString(positiveDeltas)
          + ", - "
          + Arrays.toString(negativeSpans)
          + Arrays.toString(negativeDeltas);
    }
  }

  /// Float counts; bucket values are absolute.
  public record FloatBuckets(
      double count,
      double zeroCount,
      Span[] positiveSpans,
      double[] positiveCounts,
      Span[] negativeSpans,
      double[] negativeCounts)
      implements Buckets {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof FloatBuckets that
          && Double.compare(count, that.count) == 0
          && Double.compare(zeroCount, that.zeroCount) == 0
          && Arrays.equals(positiveSpans, that.positiveSpans)
          && Arrays.equals(positiveCounts, that.positiveCounts)
          && Arrays.equals(negativeSpans, that.negativeSpans)
          && Arrays.equals(negativeCounts, that.negativeCounts);
    }

    @Override
    public int hashCode() {
      return Double.hashCode(count) * 31 + Arrays.hashCode(positiveCounts);
    }

    @Override
    public String toString() {
      return "count "
          + count
          + ", zero "
          + zeroCount
          + ", + "
          + Arrays.toString(positiveSpans)
          + Arrays.toString(positiveCounts)
          + ", - "
          + Arrays.toString(negativeSpans)
          + Arrays.toString(negativeCounts);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NativeHistogram that
        && resetHint == that.resetHint
        && schema == that.schema
        && Double.compare(zeroThreshold, that.zeroThreshold) == 0
        && Double.compare(sum, that.sum) == 0
        && buckets.equals(that.buckets)
        && Arrays.equals(customBounds, that.customBounds);
  }

  @Override
  public int hashCode() {
    return (schema * 31 + Double.hashCode(sum)) * 31 + buckets.hashCode();
  }

  @Override
  public String toString() {
    return "schema "
        + schema
        + ", "
        + resetHint
        + ", sum "
        + sum
        + ", threshold "
        + zeroThreshold
        + ", "
        + buckets
        + ", bounds "
        + Arrays.toString(customBounds);
  }

  public boolean hasCustomBuckets() {
    return schema == CUSTOM_BUCKETS;
  }

  /// Populated buckets of both sides, the zero bucket not among them.
  public int bucketCount() {
    return switch (buckets) {
      case IntBuckets ints -> ints.positiveDeltas.length + ints.negativeDeltas.length;
      case FloatBuckets floats -> floats.positiveCounts.length + floats.negativeCounts.length;
    };
  }

  /// What makes the histogram unfit for storage, or null. Begins with a lower-case noun.
  public @Nullable String problem() {
    return HistogramChecks.problem(this);
  }

  /// The same histogram without empty buckets, but for runs of up to `maxEmpty` of them between
  /// populated ones, which are kept or filled in. One whose spans are inconsistent is returned as
  /// it is.
  public NativeHistogram compact(int maxEmpty) {
    return rearranged(schema, new Rearrangement.Compaction(maxEmpty));
  }

  /// The same observations at the lower resolution of `target`, an exponential schema below this
  /// one's. One whose spans are inconsistent is returned as it is.
  public NativeHistogram reducedTo(int target) {
    if (hasCustomBuckets() || target >= schema) {
      throw new IllegalStateException("BUG: reduce schema " + schema + " to " + target);
    }
    return rearranged(target, new Rearrangement.Reduction(schema - target));
  }

  private NativeHistogram rearranged(int newSchema, Rearrangement.Rule rule) {
    Buckets rearranged =
        switch (buckets) {
          case IntBuckets ints -> {
            long[] positive = Rearrangement.absolute(ints.positiveDeltas);
            long[] negative = Rearrangement.absolute(ints.negativeDeltas);
            Rearrangement up =
                rule.apply(ints.positiveSpans, positive.length, i -> positive[i] == 0);
            Rearrangement down =
                rule.apply(ints.negativeSpans, negative.length, i -> negative[i] == 0);
            yield up == null || down == null
                ? null
                : new IntBuckets(
                    ints.count,
                    ints.zeroCount,
                    up.spans(),
                    Rearrangement.deltas(up.move(positive)),
                    down.spans(),
                    Rearrangement.deltas(down.move(negative)));
          }
          case FloatBuckets floats -> {
            double[] positive = floats.positiveCounts;
            double[] negative = floats.negativeCounts;
            Rearrangement up =
                rule.apply(floats.positiveSpans, positive.length, i -> positive[i] == 0);
            Rearrangement down =
                rule.apply(floats.negativeSpans, negative.length, i -> negative[i] == 0);
            yield up == null || down == null
                ? null
                : new FloatBuckets(
                    floats.count,
                    floats.zeroCount,
                    up.spans(),
                    up.move(positive),
                    down.spans(),
                    down.move(negative));
          }
        };
    return rearranged == null
        ? this
        : new NativeHistogram(resetHint, newSchema, zeroThreshold, sum, rearranged, customBounds);
  }
}
