package io.tributary.bench.receiver;

import java.util.Arrays;

/// The samples of one request in columns, filled by a decoder and reused for the next request of a
/// connection.
final class Batch {
  long[] seriesHash = new long[4096];
  long[] timestampMs = new long[4096];
  long[] valueBits = new long[4096];

  /// Where the series' message stands in the request, for those that see it for the first time.
  int[] seriesFrom = new int[4096];

  int[] seriesTo = new int[4096];
  int samples;
  int histograms;
  int exemplars;
  int metadata;

  void clear() {
    samples = 0;
    histograms = 0;
    exemplars = 0;
    metadata = 0;
  }

  void add(long hash, long timestamp, long bits, int from, int to) {
    if (samples == seriesHash.length) {
      grow();
    }
    seriesHash[samples] = hash;
    timestampMs[samples] = timestamp;
    valueBits[samples] = bits;
    seriesFrom[samples] = from;
    seriesTo[samples] = to;
    samples++;
  }

  private void grow() {
    int size = samples * 2;
    seriesHash = Arrays.copyOf(seriesHash, size);
    timestampMs = Arrays.copyOf(timestampMs, size);
    valueBits = Arrays.copyOf(valueBits, size);
    seriesFrom = Arrays.copyOf(seriesFrom, size);
    seriesTo = Arrays.copyOf(seriesTo, size);
  }
}
