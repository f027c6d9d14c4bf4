package io.tributary.cluster.service;

import java.util.Arrays;

/// How long refreshes took, those that went well and those that did not. Thread-safe.
public final class ReshardDurations {
  /// Upper bounds in seconds: those of the original, the defaults of its library.
  static final double[] BOUNDS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};

  // Guarded by this.
  private final Histogram good = new Histogram();
  private final Histogram bad = new Histogram();

  private static final class Histogram {
    final long[] counts = new long[BOUNDS.length + 1];
    double sum;
  }

  /// @param counts one for each bound, and one for what is above all of them; not added up
  @SuppressWarnings("ArrayRecordComponent") // a copy, made to be read once
  public record Reading(long[] counts, double sum) {}

  synchronized void observe(boolean isGood, long nanos) {
    double seconds = nanos / 1e9;
    int bucket = Arrays.binarySearch(BOUNDS, seconds);
    Histogram histogram = isGood ? good : bad;
    histogram.counts[bucket >= 0 ? bucket : -bucket - 1]++;
    histogram.sum += seconds;
  }

  public synchronized Reading read(boolean isGood) {
    Histogram histogram = isGood ? good : bad;
    return new Reading(histogram.counts.clone(), histogram.sum);
  }
}
