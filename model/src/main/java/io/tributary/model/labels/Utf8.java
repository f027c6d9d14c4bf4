package io.tributary.model.labels;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Well-formedness of UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
public final class Utf8 {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  /// Whether `b[from, to)` is well-formed; an empty range is.
  public static boolean isValid(byte[] b, int from, int to) {
    int p = from;
    while (p < to) {
      if (to - p >= 8 && ((long) LONG.get(b, p) & HIGH_BITS) == 0) {
        p += 8;
        continue;
      }
      int length = sequenceLength(b, p, to);
      if (length == 0) {
        return false;
      }
      p += length;
    }
    return true;
  }

  /// The length of the sequence that starts at `p`, or 0 when it is not well-formed.
  private static int sequenceLength(byte[] b, int p, int to) {
    int lead = b[p] & 0xff;
    if (lead < 0x80) {
      return 1;
    }
    if (lead < 0xc2 || lead > 0xf4) {
      return 0;
    }
    int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (to - p < length) {
      return 0;
    }
    int second = b[p + 1] & 0xff;
    int lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (second < lowest || second > highest) {
      return 0;
    }
    for (int i = 2; i < length; i++) {
      if ((b[p + i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return length;
  }
}
