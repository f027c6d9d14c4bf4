package io.tributary.model.histogram;

import io.tributary.model.histogram.NativeHistogram.Buckets;
import io.tributary.model.histogram.NativeHistogram.FloatBuckets;
import io.tributary.model.histogram.NativeHistogram.IntBuckets;
import io.tributary.model.histogram.NativeHistogram.ResetHint;
import io.tributary.model.histogram.NativeHistogram.Span;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Collects the series of one classic histogram and makes a native histogram with custom buckets of
/// them. Buckets may come in any order; one that comes twice counts once. Reusable after [#clear].
///
/// Source: Prometheus `util/convertnhcb/convertnhcb.go`.
public final class ClassicHistogram {
  private static final Span[] NO_SPANS = {};

  /// Empty buckets are kept between populated ones where that is cheaper than a span.
  private static final int MAX_EMPTY_INTEGER_BUCKETS = 2;

  private double[] bounds = new double[16];
  private double[] counts = new double[16];
  private int size;
  private double count;
  private boolean hasCount;
  private double sum;
  private @Nullable String problem;

  public ClassicHistogram() {}

  public void clear() {
    size = 0;
    count = 0;
    hasCount = false;
    sum = 0;
    problem = null;
  }

  /// Why there is no native form of what was collected, or null.
  public @Nullable String problem() {
    return problem;
  }

  public void count(double observations) {
    if (observations < 0) {
      fail("count " + observations + " is negative");
      return;
    }
    count = observations;
    hasCount = true;
  }

  public void sum(double ofObservations) {
    sum = ofObservations;
  }

  /// The observations that are at most `bound`.
  public void bucket(double bound, double cumulative) {
    if (Double.isNaN(bound) || cumulative < 0) {
      fail("bucket le=\"" + bound + "\" with count " + cumulative + " is not allowed");
      return;
    }
    int at = size;
    while (at > 0 && bounds[at - 1] >= bound) {
      at--;
    }
    if (at < size && bounds[at] == bound) {
      return;
    }
    if ((at > 0 && cumulative < counts[at - 1]) || (at < size && cumulative > counts[at])) {
      fail("bucket le=\"" + bound + "\" with count " + cumulative + " is not cumulative");
      return;
    }
    insert(at, bound, cumulative);
  }

  private void insert(int at, double bound, double cumulative) {
    if (size == bounds.length) {
      bounds = Arrays.copyOf(bounds, size * 2);
      counts = Arrays.copyOf(counts, size * 2);
    }
    System.arraycopy(bounds, at, bounds, at + 1, size - at);
    System.arraycopy(counts, at, counts, at + 1, size - at);
    bounds[at] = bound;
    counts[at] = cumulative;
    size++;
  }

  private void fail(String what) {
    if (problem == null) {
      problem = what;
    }
  }

  /// The native histogram, or null if there is a [#problem]. Without a count the last bucket has
  /// it, without a last bucket `+Inf` the count has that; if both are there, they must agree.
  public @Nullable NativeHistogram convert(ResetHint hint) {
    if (problem != null) {
      return null;
    }
    if (!hasCount && size > 0) {
      count(counts[size - 1]);
    }
    if (size == 0 || bounds[size - 1] != Double.POSITIVE_INFINITY) {
      insert(size, Double.POSITIVE_INFINITY, count);
    }
    if (counts[size - 1] != count) {
      fail("count " + count + " is not that of the last bucket, " + counts[size - 1]);
      return null;
    }
    boolean integral = true;
    for (int i = 0; i < size; i++) {
      integral &= isInteger(counts[i]);
    }
    double[] customBounds = Arrays.copyOf(bounds, size - 1);
    var raw =
        new NativeHistogram(
            hint,
            NativeHistogram.CUSTOM_BUCKETS,
            0,
            sum,
            integral ? integers() : floats(),
            customBounds);
    NativeHistogram result = raw.compact(integral ? MAX_EMPTY_INTEGER_BUCKETS : 0);
    String unfit = result.problem();
    if (unfit != null) {
      fail(unfit);
      return null;
    }
    return result;
  }

  private static boolean isInteger(double value) {
    return value == Math.rint(value) && value < 0x1p63;
  }

  private Buckets integers() {
    long[] deltas = new long[size];
    long cumulative = 0;
    long last = 0;
    for (int i = 0; i < size; i++) {
      long inBucket = (long) counts[i] - cumulative;
      deltas[i] = inBucket - last;
      cumulative = (long) counts[i];
      last = inBucket;
    }
    return new IntBuckets(
        (long) count, 0, new Span[] {new Span(0, size)}, deltas, NO_SPANS, new long[0]);
  }

  private Buckets floats() {
    double[] inBuckets = new double[size];
    for (int i = 0; i < size; i++) {
      inBuckets[i] = i == 0 ? counts[0] : counts[i] - counts[i - 1];
    }
    return new FloatBuckets(
        count, 0, new Span[] {new Span(0, size)}, inBuckets, NO_SPANS, new double[0]);
  }
}
