package io.tributary.net.scrape;

import java.util.ArrayDeque;

/// Arrays for bodies that arrive in pieces, in sizes of powers of two. Owned by one loop.
///
/// Keeps at most [#KEPT_BYTES] for later; everything beyond goes back to the heap.
final class BodyBuffers {
  private static final int MIN_SHIFT = 13;
  private static final int CLASSES = 9; // 8 KiB to 2 MiB
  private static final long KEPT_BYTES = 8L << 20;

  /// The longest array there is.
  static final int MAX_BYTES = Integer.MAX_VALUE - 64;

  @SuppressWarnings({"unchecked", "rawtypes"}) // arrays cannot be generic
  private final ArrayDeque<byte[]>[] free = new ArrayDeque[CLASSES];

  private long kept;

  BodyBuffers() {
    for (int i = 0; i < CLASSES; i++) free[i] = new ArrayDeque<>();
  }

  /// An array of at least `bytes`, of any content.
  byte[] take(long bytes) {
    int shift = shift(bytes);
    int index = shift - MIN_SHIFT;
    if (index >= CLASSES) return new byte[(int) Math.min(1L << shift, MAX_BYTES)];
    var array = free[index].poll();
    if (array == null) return new byte[1 << shift];
    kept -= array.length;
    return array;
  }

  void give(byte[] array) {
    int index = shift(array.length) - MIN_SHIFT;
    if (index >= CLASSES || array.length != 1 << (index + MIN_SHIFT)) return;
    if (kept + array.length > KEPT_BYTES) return;
    kept += array.length;
    free[index].push(array);
  }

  /// A larger array with the first `used` bytes of the old one, which is given back.
  byte[] grow(byte[] array, int used, long atLeast) {
    var larger = take(Math.max(atLeast, Math.min(array.length * 2L, MAX_BYTES)));
    System.arraycopy(array, 0, larger, 0, used);
    give(array);
    return larger;
  }

  private static int shift(long bytes) {
    return Math.max(MIN_SHIFT, 64 - Long.numberOfLeadingZeros(Math.max(bytes, 1) - 1));
  }
}
