package io.tributary.testkit.remotewrite;

import java.util.List;
import java.util.SortedMap;

/// One native histogram sample as it arrived.
///
/// @param isFloat whether counts came as doubles; integer counts are widened here, the bucket lists
///   are not
/// @param resetHint the number on the wire: 0 unknown, 1 yes, 2 no, 3 gauge
public record ReceivedHistogram(
    SortedMap<String, String> labels,
    long timestampMs,
    long startTimestampMs,
    boolean isFloat,
    int resetHint,
    Totals totals,
    Buckets negative,
    Buckets positive) {

  /// What a histogram says besides its buckets.
  ///
  /// @param customValues upper bounds, only for schema −53
  public record Totals(
      int schema,
      double count,
      double sum,
      double zeroThreshold,
      double zeroCount,
      List<Double> customValues) {
    public Totals {
      customValues = List.copyOf(customValues);
    }
  }

  /// One side of the buckets: `deltas` for integer histograms, `counts` for float ones.
  public record Buckets(List<Span> spans, List<Long> deltas, List<Double> counts) {
    public Buckets {
      spans = List.copyOf(spans);
      deltas = List.copyOf(deltas);
      counts = List.copyOf(counts);
    }
  }

  /// `length` consecutive buckets, `offset` after the previous span.
  public record Span(int offset, int length) {}
}
