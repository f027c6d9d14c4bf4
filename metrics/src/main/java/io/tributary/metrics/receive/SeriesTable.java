package io.tributary.metrics.receive;

import java.util.Arrays;

/// Numbers series by two hashes of their labels, one of which is seeded by the process: nobody can
/// aim at a pair of equal ones. Open addressing; owned by its [WriteRequestIntake].
final class SeriesTable {
  static final int NONE = -1;

  private static final int FIRST = 1024;

  private long[] firstHash = new long[FIRST];
  private long[] secondHash = new long[FIRST];

  /// Chunk and row of each series, and the time of its last sample.
  private SeriesChunk[] chunk = new SeriesChunk[FIRST];

  private int[] row = new int[FIRST];
  private long[] lastMs = new long[FIRST];

  /// Samples that the request at hand has brought, if `request` says that it is this one.
  private int[] rounds = new int[FIRST];

  private int[] request = new int[FIRST];
  private int size;

  /// Numbers of series plus one; the length is a power of two.
  private int[] slots = new int[4 * FIRST];

  int size() {
    return size;
  }

  /// The number of a series, or [#NONE].
  int find(long first, long second) {
    return slots[slot(first, second)] - 1;
  }

  private int slot(long first, long second) {
    int mask = slots.length - 1;
    int at = (int) second & mask;
    for (; slots[at] != 0; at = (at + 1) & mask) {
      int known = slots[at] - 1;
      if (firstHash[known] == first && secondHash[known] == second) {
        return at;
      }
    }
    return at;
  }

  /// Adds a series that is not there, without a place yet.
  int add(long first, long second) {
    if (size == firstHash.length) {
      grow();
    }
    int added = size++;
    firstHash[added] = first;
    secondHash[added] = second;
    lastMs[added] = Long.MIN_VALUE;
    request[added] = 0;
    slots[slot(first, second)] = added + 1;
    return added;
  }

  private void grow() {
    int more = 2 * size;
    firstHash = Arrays.copyOf(firstHash, more);
    secondHash = Arrays.copyOf(secondHash, more);
    chunk = Arrays.copyOf(chunk, more);
    row = Arrays.copyOf(row, more);
    lastMs = Arrays.copyOf(lastMs, more);
    rounds = Arrays.copyOf(rounds, more);
    request = Arrays.copyOf(request, more);
    slots = new int[4 * more];
    for (int series = 0; series < size; series++) {
      slots[slot(firstHash[series], secondHash[series])] = series + 1;
    }
  }

  void place(int series, SeriesChunk in, int at) {
    chunk[series] = in;
    row[series] = at;
  }

  SeriesChunk chunk(int series) {
    return chunk[series];
  }

  int row(int series) {
    return row[series];
  }

  long lastMs(int series) {
    return lastMs[series];
  }

  /// Notes a sample of the request at hand, and says the how manieth of its series that is.
  int sampleOf(int series, int requestNumber, long timestampMs) {
    lastMs[series] = Math.max(lastMs[series], timestampMs);
    if (request[series] != requestNumber) {
      request[series] = requestNumber;
      rounds[series] = 0;
    }
    return rounds[series]++;
  }

  /// Samples that the request has brought so far.
  int samplesOf(int series, int requestNumber) {
    return request[series] == requestNumber ? rounds[series] : 0;
  }

  /// Any time is as good as any other for the next sample of every series.
  void forgetTimes() {
    Arrays.fill(lastMs, 0, size, Long.MIN_VALUE);
  }

  /// Keeps the series of chunks that are in use; numbers change.
  void retainUsed() {
    int before = size;
    size = 0;
    Arrays.fill(slots, 0);
    for (int series = 0; series < before; series++) {
      if (chunk[series].isDropped()) {
        continue;
      }
      int at = size++;
      firstHash[at] = firstHash[series];
      secondHash[at] = secondHash[series];
      chunk[at] = chunk[series];
      row[at] = row[series];
      lastMs[at] = lastMs[series];
      request[at] = 0;
      slots[slot(firstHash[at], secondHash[at])] = at + 1;
    }
    Arrays.fill(chunk, size, before, SeriesChunk.NOWHERE);
  }
}
