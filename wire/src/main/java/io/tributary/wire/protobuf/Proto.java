package io.tributary.wire.protobuf;

import io.tributary.base.bytes.ByteSink;

/// The few shapes of a protobuf field that we write.
public final class Proto {
  public static final int VARINT = 0;
  public static final int FIXED64 = 1;
  public static final int LENGTH_DELIMITED = 2;

  private Proto() {}

  public static void tag(ByteSink to, int field, int wireType) {
    to.putVarint(((long) field << 3) | wireType);
  }

  public static void varint(ByteSink to, int field, long value) {
    tag(to, field, VARINT);
    to.putVarint(value);
  }

  public static void varintUnlessZero(ByteSink to, int field, long value) {
    if (value != 0) {
      varint(to, field, value);
    }
  }

  public static void fixed64(ByteSink to, int field, long bits) {
    tag(to, field, FIXED64);
    to.putLong(bits);
  }

  /// Minus zero counts as a value, as it does in every protobuf runtime.
  public static void doubleUnlessZero(ByteSink to, int field, double value) {
    long bits = Double.doubleToRawLongBits(value);
    if (bits != 0) {
      fixed64(to, field, bits);
    }
  }

  public static void bytes(ByteSink to, int field, byte[] from, int offset, int length) {
    tag(to, field, LENGTH_DELIMITED);
    to.putVarint(length);
    to.put(from, offset, length);
  }
}
