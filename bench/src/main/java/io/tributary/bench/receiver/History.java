package io.tributary.bench.receiver;

import java.util.Arrays;

/// Every sample of one series, by time: how duplicates and disorder are told apart exactly.
final class History {
  enum Arrival {
    NEW,
    LATE,
    IDENTICAL,
    CONFLICTING
  }

  private long[] timestampMs = new long[16];
  private long[] valueBits = new long[16];
  private long[] arrivedAtMs = new long[16];
  private int size;
  private long firstArrivalMs;

  Arrival add(long timestamp, long bits, long nowMs) {
    int at =
        size == 0 || timestamp > timestampMs[size - 1]
            ? -size - 1
            : Arrays.binarySearch(timestampMs, 0, size, timestamp);
    if (at >= 0) {
      firstArrivalMs = arrivedAtMs[at];
      return valueBits[at] == bits ? Arrival.IDENTICAL : Arrival.CONFLICTING;
    }
    int slot = -at - 1;
    boolean late = slot < size;
    insert(slot, timestamp, bits, nowMs);
    return late ? Arrival.LATE : Arrival.NEW;
  }

  /// When the sample had arrived that the last [#add] repeated.
  long firstArrivalMs() {
    return firstArrivalMs;
  }

  private void insert(int slot, long timestamp, long bits, long nowMs) {
    if (size == timestampMs.length) {
      timestampMs = Arrays.copyOf(timestampMs, size * 2);
      valueBits = Arrays.copyOf(valueBits, size * 2);
      arrivedAtMs = Arrays.copyOf(arrivedAtMs, size * 2);
    }
    System.arraycopy(timestampMs, slot, timestampMs, slot + 1, size - slot);
    System.arraycopy(valueBits, slot, valueBits, slot + 1, size - slot);
    System.arraycopy(arrivedAtMs, slot, arrivedAtMs, slot + 1, size - slot);
    timestampMs[slot] = timestamp;
    valueBits[slot] = bits;
    arrivedAtMs[slot] = nowMs;
    size++;
  }

  int size() {
    return size;
  }

  long timestampMs(int i) {
    return timestampMs[i];
  }

  double value(int i) {
    return Double.longBitsToDouble(valueBits[i]);
  }

  boolean isStale(int i) {
    return valueBits[i] == Counts.STALE_BITS;
  }

  long arrivedAtMs(int i) {
    return arrivedAtMs[i];
  }

  /// Neighbours further apart than `longestMs`, not counting what follows a staleness marker.
  int gaps(long longestMs) {
    int gaps = 0;
    for (int i = 1; i < size; i++) {
      if (timestampMs[i] - timestampMs[i - 1] > longestMs && !isStale(i - 1)) {
        gaps++;
      }
    }
    return gaps;
  }
}
