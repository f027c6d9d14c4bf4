package io.tributary.dialects.staticmode;

import java.util.Arrays;

/// A text with its variables filled in, and where each character of it stood before.
record Expanded(String text, String source, Origins origins) {
  /// The place in the source of the character at `offset`. What was filled in stands where its `${`
  /// does.
  int origin(int offset) {
    return Math.min(origins.origin(offset), source.length());
  }

  /// The pieces of the text, in its order.
  static final class Origins {
    private int[] starts = new int[8];
    private int[] sources = new int[8];
    private boolean[] plain = new boolean[8];
    private int size;

    /// From `start` on, the text comes from `source` on; character by character if it `isPlain`,
    /// else all from there.
    void add(int start, int source, boolean isPlain) {
      if (size == starts.length) {
        starts = Arrays.copyOf(starts, 2 * size);
        sources = Arrays.copyOf(sources, 2 * size);
        plain = Arrays.copyOf(plain, 2 * size);
      }
      starts[size] = start;
      sources[size] = source;
      plain[size++] = isPlain;
    }

    private int origin(int offset) {
      int low = 0;
      int high = size;
      while (high - low > 1) {
        int middle = (low + high) >>> 1;
        if (starts[middle] <= offset) {
          low = middle;
        } else {
          high = middle;
        }
      }
      if (size == 0) {
        return 0;
      }
      return plain[low] ? sources[low] + offset - starts[low] : sources[low];
    }
  }
}
