package io.tributary.metrics.wal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// Reads what [ColumnEncoder] writes.
///
/// The array must be readable for [#SLACK] bytes behind `end`, so that only groups, not tokens, are
/// checked against it. Owned by one thread.
final class ColumnDecoder {
  /// Bytes behind the end of the input that may be looked at: the longest group of hostile input.
  static final int SLACK = 8 + ColumnEncoder.GROUP * 10 + 8;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private int at;

  /// The last selected value of a key column.
  private long before;

  ColumnDecoder() {}

  /// Applies a delta column to `last` and returns the offset behind it, or −1 where the input is
  /// not one; `last` is then of no use any more.
  int delta(byte[] from, int start, int end, long[] last, int rows) {
    at = start;
    for (int row = 0; row < rows; row += ColumnEncoder.GROUP) {
      int count = Math.min(ColumnEncoder.GROUP, rows - row);
      if (end - at < 8 || !deltaGroup(from, last, row, count) || at > end) {
        return -1;
      }
    }
    return at;
  }

  private boolean deltaGroup(byte[] from, long[] last, int row, int count) {
    long changed = (long) LONG.get(from, at);
    int next = at + 8;
    if (count < ColumnEncoder.GROUP && changed >>> count != 0) {
      return false;
    }
    for (long left = changed; left != 0; left &= left - 1) {
      int index = row + Long.numberOfTrailingZeros(left);
      int token = from[next];
      if ((token & 1) != 0) {
        int zeros = (token >> 1) & 7;
        int bits = (((token >> 4) & 7) + 1) << 3;
        long difference = (long) LONG.get(from, next + 1) << (64 - bits) >>> (64 - bits);
        last[index] ^= difference << (zeros << 3);
        next += 1 + (bits >> 3);
      } else if (token >= 0) {
        last[index] = plus(last[index], token >>> 2 ^ -(token >>> 1 & 1));
        next++;
      } else {
        next = longToken(from, next, last, index);
        if (next < 0) {
          return false;
        }
      }
    }
    at = next;
    return true;
  }

  /// Reads a key column into `last` and returns the offset behind it, or −1 where the input is not
  /// one.
  int key(byte[] from, int start, int end, long[] last, int rows, long @Nullable [] selected) {
    at = start;
    before = 0;
    for (int row = 0; row < rows; row += ColumnEncoder.GROUP) {
      int count = Math.min(ColumnEncoder.GROUP, rows - row);
      long mask = selected == null ? -1L : selected[row >> 6];
      if (end - at < 8) {
        return -1;
      }
      long changed = (long) LONG.get(from, at);
      if ((changed & ~mask) != 0) {
        return -1;
      }
      if (!keyGroup(from, last, row, count, mask, changed) || at > end) {
        return -1;
      }
    }
    return at;
  }

  private boolean keyGroup(byte[] from, long[] last, int row, int count, long mask, long changed) {
    if (count < ColumnEncoder.GROUP && changed >>> count != 0) {
      return false;
    }
    int next = at + 8;
    for (int i = 0; i < count; i++) {
      int index = row + i;
      if ((mask >>> i & 1) == 0) {
        last[index] = 0;
        continue;
      }
      last[index] = before;
      if ((changed >>> i & 1) == 0) {
        continue;
      }
      int token = from[next];
      if ((token & 1) != 0) {
        int zeros = (token >> 1) & 7;
        int bits = (((token >> 4) & 7) + 1) << 3;
        long difference = (long) LONG.get(from, next + 1) << (64 - bits) >>> (64 - bits);
        last[index] ^= difference << (zeros << 3);
        next += 1 + (bits >> 3);
      } else {
        next = longToken(from, next, last, index);
        if (next < 0) {
          return false;
        }
      }
      before = last[index];
    }
    at = next;
    return true;
  }

  private static int longToken(byte[] from, int start, long[] last, int index) {
    long token = 0;
    int next = start;
    for (int shift = 0; shift < 63; shift += 7) {
      byte b = from[next++];
      token |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        last[index] = plus(last[index], token >>> 2 ^ -(token >>> 1 & 1));
        return next;
      }
    }
    return -1;
  }

  private static long plus(long bits, long difference) {
    return Double.doubleToRawLongBits((double) ((long) Double.longBitsToDouble(bits) + difference));
  }
}
