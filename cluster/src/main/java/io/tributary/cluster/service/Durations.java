package io.tributary.cluster.service;

import java.util.Arrays;

/// How long something took, when it went well and when it did not. Thread-safe.
final class Durations {
  /// Upper bounds in seconds: those that the library of the original has by default.
  private static final double[] DEFAULT_BOUNDS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};

  /// Source: grafana/dskit `ring/lifecycler_metrics.go`.
  private static final double[] SHUTDOWN_BOUNDS = {10, 20, 40, 80, 160, 320, 640, 1280};

  private final double[] bounds;

  // Guarded by this.
  private final Histogram good;
  private final Histogram bad;

  private static final class Histogram {
    final long[] counts;
    double sum;

    Histogram(int bounds) {
      counts = new long[bounds + 1];
    }
  }

  /// @param bounds upper ones, in seconds
  /// @param counts one for each bound, and one for what is above all of them; not added up
  @SuppressWarnings("ArrayRecordComponent") // copies, made to be read once
  record Reading(double[] bounds, long[] counts, double sum) {
    boolean isEmpty() {
      return Arrays.stream(counts).sum() == 0;
    }
  }

  private Durations(double[] bounds) {
    this.bounds = bounds;
    good = new Histogram(bounds.length);
    bad = new Histogram(bounds.length);
  }

  static Durations ofRefreshes() {
    return new Durations(DEFAULT_BOUNDS);
  }

  static Durations ofShutdowns() {
    return new Durations(SHUTDOWN_BOUNDS);
  }

  synchronized void observe(boolean isGood, long nanos) {
    double seconds = nanos / 1e9;
    int bucket = Arrays.binarySearch(bounds, seconds);
    Histogram histogram = isGood ? good : bad;
    histogram.counts[bucket >= 0 ? bucket : -bucket - 1]++;
    histogram.sum += seconds;
  }

  synchronized Reading read(boolean isGood) {
    Histogram histogram = isGood ? good : bad;
    return new Reading(bounds.clone(), histogram.counts.clone(), histogram.sum);
  }
}
