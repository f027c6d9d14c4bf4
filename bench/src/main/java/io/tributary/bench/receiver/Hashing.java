package io.tributary.bench.receiver;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// 64-bit hashes of byte runs, eight bytes a step. Good enough to tell millions of label sets
/// apart.
final class Hashing {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long K0 = 0x9e3779b97f4a7c15L;
  private static final long K1 = 0xbf58476d1ce4e5b9L;

  private Hashing() {}

  static long hash(byte[] bytes, int from, int length) {
    long hash = length * K0;
    int at = from;
    int end = from + length;
    for (; at + 8 <= end; at += 8) {
      hash = mix(hash ^ (long) LONGS.get(bytes, at));
    }
    long tail = 0;
    for (; at < end; at++) {
      tail = tail << 8 | (bytes[at] & 0xff);
    }
    return mix(hash ^ tail);
  }

  /// One label's share of a label set's hash; shares are added, so the order of labels does not
  /// matter.
  static long label(long name, long value) {
    return mix(name * K1 + value);
  }

  private static long mix(long x) {
    return Math.unsignedMultiplyHigh(x ^ K0, K1) ^ (x ^ K0) * K1;
  }
}
