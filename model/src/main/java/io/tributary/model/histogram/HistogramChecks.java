package io.tributary.model.histogram;

import io.tributary.model.histogram.NativeHistogram.FloatBuckets;
import io.tributary.model.histogram.NativeHistogram.IntBuckets;
import io.tributary.model.histogram.NativeHistogram.Span;
import org.jspecify.annotations.Nullable;

/// What a histogram must satisfy before it is stored or sent.
///
/// Source: Prometheus `model/histogram` (`Validate`).
final class HistogramChecks {
  private HistogramChecks() {}

  static @Nullable String problem(NativeHistogram h) {
    String problem = h.hasCustomBuckets() ? customProblem(h) : exponentialProblem(h);
    if (problem != null) {
      return problem;
    }
    return switch (h.buckets()) {
      case IntBuckets ints -> countProblem(ints, h.sum());
      case FloatBuckets floats -> countProblem(floats);
    };
  }

  private static @Nullable String exponentialProblem(NativeHistogram h) {
    if (h.schema() < NativeHistogram.MIN_SCHEMA || h.schema() > NativeHistogram.MAX_SCHEMA) {
      return "schema " + h.schema() + " is neither in -4 to 8 nor -53";
    }
    if (h.customBounds().length > 0) {
      return "custom bounds do not go with exponential schema " + h.schema();
    }
    String problem = spanProblem(h.buckets().positiveSpans(), positiveBuckets(h), false);
    return problem != null
        ? "positive side: " + problem
        : prefixed(
            "negative side: ",
            spanProblem(h.buckets().negativeSpans(), h.bucketCount() - positiveBuckets(h), false));
  }

  private static @Nullable String customProblem(NativeHistogram h) {
    double[] bounds = h.customBounds();
    for (int i = 0; i < bounds.length; i++) {
      if (Double.isNaN(bounds[i]) || bounds[i] == Double.POSITIVE_INFINITY) {
        return "custom bound " + bounds[i] + " is not allowed";
      }
      if (i > 0 && bounds[i] <= bounds[i - 1]) {
        return "custom bounds " + bounds[i - 1] + " and " + bounds[i] + " do not increase";
      }
    }
    String problem = spanProblem(h.buckets().positiveSpans(), positiveBuckets(h), true);
    if (problem != null) {
      return "custom buckets: " + problem;
    }
    long covered = 0;
    for (Span span : h.buckets().positiveSpans()) {
      covered += (long) span.offset() + span.length();
    }
    if (covered > bounds.length + 1L) {
      return "custom buckets: " + bounds.length + " bounds do not cover " + covered + " buckets";
    }
    boolean zeroCount =
        switch (h.buckets()) {
          case IntBuckets ints -> ints.zeroCount() != 0;
          case FloatBuckets floats -> floats.zeroCount() != 0;
        };
    if (zeroCount || h.zeroThreshold() != 0) {
      return "custom buckets: zero bucket is not empty";
    }
    return h.buckets().negativeSpans().length > 0 || h.bucketCount() > positiveBuckets(h)
        ? "custom buckets: negative side is not empty"
        : null;
  }

  private static int positiveBuckets(NativeHistogram h) {
    return switch (h.buckets()) {
      case IntBuckets ints -> ints.positiveDeltas().length;
      case FloatBuckets floats -> floats.positiveCounts().length;
    };
  }

  private static @Nullable String spanProblem(Span[] spans, int buckets, boolean custom) {
    long total = 0;
    for (int i = 0; i < spans.length; i++) {
      if ((i > 0 || custom) && spans[i].offset() < 0) {
        return "span " + (i + 1) + " has the negative offset " + spans[i].offset();
      }
      total += spans[i].length();
    }
    return total == buckets
        ? null
        : "spans are for " + total + " buckets, but there are " + buckets;
  }

  private static @Nullable String countProblem(IntBuckets ints, double sum) {
    long total = ints.zeroCount();
    for (long[] deltas : new long[][] {ints.negativeDeltas(), ints.positiveDeltas()}) {
      long count = 0;
      for (long delta : deltas) {
        count += delta;
        if (count < 0) {
          return "bucket count " + count + " is negative";
        }
        total += count;
      }
    }
    // Observations of NaN count, but are in no bucket.
    int difference = Long.compareUnsigned(total, ints.count());
    return difference == 0 || (Double.isNaN(sum) && difference < 0)
        ? null
        : "buckets hold "
            + Long.toUnsignedString(total)
            + " observations, but the count is "
            + Long.toUnsignedString(ints.count());
  }

  private static @Nullable String countProblem(FloatBuckets floats) {
    if (floats.zeroCount() < 0 || floats.count() < 0) {
      return "count " + Math.min(floats.zeroCount(), floats.count()) + " is negative";
    }
    for (double[] counts : new double[][] {floats.negativeCounts(), floats.positiveCounts()}) {
      for (double count : counts) {
        if (count < 0) {
          return "bucket count " + count + " is negative";
        }
      }
    }
    return null;
  }

  private static @Nullable String prefixed(String prefix, @Nullable String problem) {
    return problem == null ? null : prefix + problem;
  }
}
