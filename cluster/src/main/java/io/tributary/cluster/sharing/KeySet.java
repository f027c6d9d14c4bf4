package io.tributary.cluster.sharing;

import java.util.Arrays;
import java.util.Collection;

/// What an agent has been offered: keys in ascending order, and a sum by which two agents see
/// whether they have been offered the same. Immutable.
final class KeySet {
  static final KeySet EMPTY = new KeySet(new long[0]);

  private final long[] sorted;
  private final long mixed;

  private KeySet(long[] sorted) {
    this.sorted = sorted;
    long sum = 0;
    for (long key : sorted) {
      sum += mixed(key);
    }
    mixed = sum;
  }

  /// What a key adds to the sum.
  static long mixed(long key) {
    long spread = (key ^ (key >>> 33)) * 0xff51afd7ed558ccdL;
    return spread ^ (spread >>> 33);
  }

  static KeySet of(Collection<Long> keys) {
    return of(keys.stream().mapToLong(Long::longValue).toArray());
  }

  /// Keeps the array.
  static KeySet of(long[] keys) {
    Arrays.sort(keys);
    int unique = 0;
    for (int i = 0; i < keys.length; i++) {
      if (i == 0 || keys[i] != keys[i - 1]) {
        keys[unique++] = keys[i];
      }
    }
    return new KeySet(unique == keys.length ? keys : Arrays.copyOf(keys, unique));
  }

  int size() {
    return sorted.length;
  }

  long key(int place) {
    return sorted[place];
  }

  long mixed() {
    return mixed;
  }

  boolean contains(long key) {
    return Arrays.binarySearch(sorted, key) >= 0;
  }

  boolean isAlike(int count, long otherMixed) {
    return sorted.length == count && mixed == otherMixed;
  }

  long[] part(int from, int to) {
    return Arrays.copyOfRange(sorted, from, to);
  }
}
