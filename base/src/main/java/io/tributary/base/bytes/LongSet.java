package io.tributary.base.bytes;

import java.util.Arrays;
import java.util.function.LongConsumer;

/// A set of hashes: open addressing over a power of two, no boxing, reusable after [#clear].
///
/// Owned by one thread. The values must already be well mixed.
public final class LongSet {
  private long[] slots;
  private int size;
  private boolean hasZero;

  public LongSet(int expected) {
    slots = new long[Math.max(16, Integer.highestOneBit(Math.max(expected, 1)) * 4)];
  }

  public int size() {
    return size + (hasZero ? 1 : 0);
  }

  /// Adds a value; false when it was there.
  public boolean add(long value) {
    if (value == 0) {
      boolean added = !hasZero;
      hasZero = true;
      return added;
    }
    if (size * 2 >= slots.length) {
      grow();
    }
    int at = find(value);
    if (slots[at] == value) {
      return false;
    }
    slots[at] = value;
    size++;
    return true;
  }

  public boolean contains(long value) {
    return value == 0 ? hasZero : slots[find(value)] == value;
  }

  /// Gives every value, in no order.
  public void forEach(LongConsumer taker) {
    if (hasZero) {
      taker.accept(0);
    }
    for (long value : slots) {
      if (value != 0) {
        taker.accept(value);
      }
    }
  }

  public void clear() {
    if (size > 0) {
      Arrays.fill(slots, 0);
    }
    size = 0;
    hasZero = false;
  }

  private int find(long value) {
    int mask = slots.length - 1;
    int at = (int) (value >>> 32) & mask;
    while (slots[at] != 0 && slots[at] != value) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[old.length * 2];
    for (long value : old) {
      if (value != 0) {
        slots[find(value)] = value;
      }
    }
  }
}
