package io.tributary.cluster.sharing;

import java.util.Arrays;

/// Keys, each with a stamp, that gather until they go into messages. Owned by the loop.
final class StampedKeys {
  private long[] keys = new long[8];
  private long[] stamps = new long[8];
  private int count;

  void add(long key, long stamp) {
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, count * 2);
      stamps = Arrays.copyOf(stamps, count * 2);
    }
    keys[count] = key;
    stamps[count++] = stamp;
  }

  boolean isEmpty() {
    return count == 0;
  }

  long[] keys() {
    return Arrays.copyOf(keys, count);
  }

  long[] stamps() {
    return Arrays.copyOf(stamps, count);
  }

  void clear() {
    count = 0;
  }
}
