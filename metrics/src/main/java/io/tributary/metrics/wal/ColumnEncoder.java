package io.tributary.metrics.wal;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.Varint;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// Writes a column of doubles as what changed against an older column: [ColumnDecoder] reads it.
///
/// ```
/// column = group*                       one for every 64 rows
/// group  = changed rows (8, bit i is row 64 g + i)  token per changed row
/// token  = varint of zigzag(new − old) << 1            both integral, below 2^53
///        | 1 + (z << 1) + (n − 1 << 4)  n bytes     new XOR old: n bytes above z zero bytes
/// ```
///
/// In a *delta* column `old` is the same row of the older column. In a *key* column, which needs no
/// older one, it is the row before in this column, 0 before the first. Rows that are not selected
/// keep their old value in a delta column and become 0 in a key column.
final class ColumnEncoder {
  /// Rows in a group.
  static final int GROUP = 64;

  /// Most bytes of a group; a token is written eight bytes at a time, hence the slack.
  private static final int MAX_GROUP_BYTES = 8 + GROUP * 9 + 8;

  /// Integers up to this magnitude are exact, and so is their difference.
  private static final long MAX_INTEGRAL = 1L << 53;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private ColumnEncoder() {}

  /// Writes the selected rows of `values` against `last`, and makes `last` equal to them.
  ///
  /// @param selected words of a bit set, at least one for every 64 rows; null means all rows
  static void delta(long[] values, long[] last, int rows, long @Nullable [] selected, ByteSink to) {
    for (int from = 0; from < rows; from += GROUP) {
      long mask = selected == null ? -1L : selected[from >> 6];
      byte[] array = to.reserve(MAX_GROUP_BYTES);
      int start = to.size();
      to.advance(
          deltaGroup(values, last, from, Math.min(GROUP, rows - from), mask, array, start) - start);
    }
  }

  private static int deltaGroup(
      long[] values, long[] last, int from, int count, long mask, byte[] to, int start) {
    long changed = 0;
    for (int i = 0; i < count; i++) {
      changed |= (values[from + i] != last[from + i] ? 1L : 0L) << i;
    }
    changed &= mask;
    LONG.set(to, start, changed);
    int at = start + 8;
    for (long left = changed; left != 0; left &= left - 1) {
      int row = from + Long.numberOfTrailingZeros(left);
      at = putToken(to, at, last[row], values[row]);
      last[row] = values[row];
    }
    return at;
  }

  /// Writes the selected rows of `values` on their own, and makes `last` equal to them, 0
  /// elsewhere.
  static void key(long[] values, long[] last, int rows, long @Nullable [] selected, ByteSink to) {
    long before = 0;
    for (int from = 0; from < rows; from += GROUP) {
      long mask = selected == null ? -1L : selected[from >> 6];
      byte[] array = to.reserve(MAX_GROUP_BYTES);
      int start = to.size();
      int count = Math.min(GROUP, rows - from);
      long changed = 0;
      int at = start + 8;
      for (int i = 0; i < count; i++) {
        if ((mask >>> i & 1) == 0) {
          last[from + i] = 0;
          continue;
        }
        long value = values[from + i];
        if (value != before) {
          changed |= 1L << i;
          at = putToken(array, at, before, value);
          before = value;
        }
        last[from + i] = value;
      }
      LONG.set(array, start, changed);
      to.advance(at - start);
    }
  }

  private static int putToken(byte[] to, int at, long oldBits, long newBits) {
    double oldValue = Double.longBitsToDouble(oldBits);
    double newValue = Double.longBitsToDouble(newBits);
    long oldLong = (long) oldValue;
    long newLong = (long) newValue;
    // Comparing bits keeps −0.0 and every NaN out.
    if (Double.doubleToRawLongBits((double) newLong) == newBits
        && Double.doubleToRawLongBits((double) oldLong) == oldBits
        && isExact(newLong)
        && isExact(oldLong)) {
      long token = Varint.zigzag(newLong - oldLong) << 1;
      if (token < 0x80) {
        to[at] = (byte) token;
        return at + 1;
      }
      return Varint.put(to, at, token);
    }
    long difference = oldBits ^ newBits;
    int zeros = Long.numberOfTrailingZeros(difference) >>> 3;
    int bytes = 8 - zeros - (Long.numberOfLeadingZeros(difference) >>> 3);
    to[at] = (byte) (1 | (zeros << 1) | ((bytes - 1) << 4));
    LONG.set(to, at + 1, difference >>> (zeros << 3));
    return at + 1 + bytes;
  }

  static boolean isExact(long value) {
    return value <= MAX_INTEGRAL && value >= -MAX_INTEGRAL;
  }
}
