package io.tributary.metrics.wal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A map from non-negative ints to objects: open addressing, no boxes and no entries.
final class IntMap<T> {
  private static final int FREE = -1;

  private int[] keys = new int[16];
  private @Nullable Object[] values = new Object[16];
  private int size;

  IntMap() {
    Arrays.fill(keys, FREE);
  }

  void clear() {
    keys = new int[16];
    Arrays.fill(keys, FREE);
    values = new Object[16];
    size = 0;
  }

  int size() {
    return size;
  }

  @SuppressWarnings("unchecked") // Only put writes values.
  @Nullable T get(int key) {
    int slot = slot(key);
    return keys[slot] == FREE ? null : (T) values[slot];
  }

  void put(int key, T value) {
    int slot = slot(key);
    if (keys[slot] == FREE) {
      if (4 * (size + 1) > 3 * keys.length) {
        resize(2 * keys.length);
        slot = slot(key);
      }
      keys[slot] = key;
      size++;
    }
    values[slot] = value;
  }

  void remove(int key) {
    int slot = slot(key);
    if (keys[slot] == FREE) {
      return;
    }
    size--;
    closeGap(slot);
    if (keys.length > 16 && 8 * size < keys.length) {
      resize(keys.length / 2);
    }
  }

  /// Moves what was put off by the entry in `slot` back to where it is looked for.
  private void closeGap(int slot) {
    int mask = keys.length - 1;
    int gap = slot;
    for (int at = (slot + 1) & mask; keys[at] != FREE; at = (at + 1) & mask) {
      int home = home(keys[at]);
      if (((at - home) & mask) >= ((at - gap) & mask)) {
        keys[gap] = keys[at];
        values[gap] = values[at];
        gap = at;
      }
    }
    keys[gap] = FREE;
    values[gap] = null;
  }

  private void resize(int capacity) {
    int[] oldKeys = keys;
    @Nullable Object[] oldValues = values;
    keys = new int[capacity];
    Arrays.fill(keys, FREE);
    values = new Object[capacity];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        values[slot] = oldValues[i];
      }
    }
  }

  private int home(int key) {
    return ((key * 0x9E3779B9) >>> 7) & (keys.length - 1);
  }

  private int slot(int key) {
    int mask = keys.length - 1;
    int slot = home(key);
    while (keys[slot] != FREE && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
