package io.tributary.net.scrape;

import io.tributary.base.memory.MemoryBudget;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Arrays for bodies that arrive in pieces, in sizes of powers of two up to 2 MiB and of whole
/// mebibytes above. Owned by one loop; the budget may be shared.
///
/// What is out counts against the budget. Keeps at most [#KEPT_BYTES] for later; everything beyond
/// goes back to the heap.
final class BodyBuffers {
  private static final int MIN_SHIFT = 13;
  private static final int CLASSES = 9; // 8 KiB to 2 MiB
  private static final int LARGEST_CLASS = 1 << (MIN_SHIFT + CLASSES - 1);
  private static final int LARGE_STEP = 1 << 20;
  private static final long KEPT_BYTES = 8L << 20;

  /// Bodies that arrive at the same time may take no more memory than this.
  static final class NoRoomException extends RuntimeException {
    NoRoomException() {
      super("no memory for bodies is left", null, false, false);
    }
  }

  /// The longest array there is.
  static final int MAX_BYTES = Integer.MAX_VALUE - 64;

  @SuppressWarnings({"unchecked", "rawtypes"}) // arrays cannot be generic
  private final ArrayDeque<byte[]>[] free = new ArrayDeque[CLASSES];

  private final MemoryBudget budget;
  private long kept;

  BodyBuffers(MemoryBudget budget) {
    this.budget = budget;
    for (int i = 0; i < CLASSES; i++) free[i] = new ArrayDeque<>();
  }

  /// An array of at least `bytes`, of any content; null where the budget does not have them.
  byte @Nullable [] take(long bytes) {
    if (bytes > LARGEST_CLASS) {
      int length = (int) Math.min(-Math.floorDiv(-bytes, LARGE_STEP) * LARGE_STEP, MAX_BYTES);
      return budget.take(length) ? new byte[length] : null;
    }
    int shift = shift(bytes);
    if (!budget.take(1L << shift)) return null;
    var array = free[shift - MIN_SHIFT].poll();
    if (array == null) return new byte[1 << shift];
    kept -= array.length;
    return array;
  }

  /// Takes back an array that [#take] gave.
  void give(byte[] array) {
    budget.give(array.length);
    if (array.length > LARGEST_CLASS || kept + array.length > KEPT_BYTES) return;
    kept += array.length;
    free[shift(array.length) - MIN_SHIFT].push(array);
  }

  /// The size that an array of `length` bytes grows to: large ones by half, so that old and new
  /// together stay small.
  static long grown(int length) {
    return Math.min(length + (long) (length >= LARGEST_CLASS ? length >> 1 : length), MAX_BYTES);
  }

  private static int shift(long bytes) {
    return Math.max(MIN_SHIFT, 64 - Long.numberOfLeadingZeros(Math.max(bytes, 1) - 1));
  }
}
