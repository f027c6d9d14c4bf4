package io.tributary.metrics.wal;

import java.util.Arrays;

/// A reusable map from non-negative ints to ints: open addressing, no boxes.
final class IntIndex {
  private int[] keys = new int[64];
  private int[] values = new int[64];
  private int size;

  IntIndex() {
    Arrays.fill(keys, -1);
  }

  /// Forgets everything and makes room for `expected` keys.
  void clear(int expected) {
    int wanted = Integer.highestOneBit(Math.max(expected, 16)) * 4;
    if (keys.length < wanted || keys.length > 16 * wanted) {
      keys = new int[wanted];
      values = new int[wanted];
    }
    Arrays.fill(keys, -1);
    size = 0;
  }

  /// Maps `key` unless it is mapped already.
  void putIfAbsent(int key, int value) {
    if (2 * (size + 1) > keys.length) {
      throw new IllegalStateException("BUG: more keys than announced");
    }
    int slot = slot(key);
    if (keys[slot] < 0) {
      keys[slot] = key;
      values[slot] = value;
      size++;
    }
  }

  /// The value of `key`, −1 when it has none.
  int get(int key) {
    int slot = slot(key);
    return keys[slot] < 0 ? -1 : values[slot];
  }

  private int slot(int key) {
    int mask = keys.length - 1;
    int slot = ((key * 0x9E3779B9) >>> 7) & mask;
    while (keys[slot] >= 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
