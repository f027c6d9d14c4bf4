package io.tributary.base.bytes;

/// Unsigned LEB128 integers and their zigzag form, as in protobuf.
public final class Varint {
  private Varint() {}

  /// Writes `value` at `offset` and returns the offset behind it; needs up to ten bytes of room.
  public static int put(byte[] to, int offset, long value) {
    int at = offset;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      to[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    to[at++] = (byte) rest;
    return at;
  }

  /// Bytes that [#put] writes for `value`: 1 to 10.
  public static int size(long value) {
    return (Math.max(64 - Long.numberOfLeadingZeros(value), 1) + 6) / 7;
  }

  /// Maps small magnitudes of either sign to small unsigned values.
  public static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  public static long unzigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }
}
