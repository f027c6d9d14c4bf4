package io.tributary.wire.protobuf;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.wire.WireException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Walks the fields of one encoded message.
///
/// ```
/// while (reader.next()) {
///   switch (reader.field()) {
///     case 1 -> reader.bytes();            // its range: valueStart() to valueEnd()
///     case 2 -> value = reader.fixed64();
///     default -> reader.skip();
///   }
/// }
/// ```
///
/// After [#next] exactly one of the readers of values or [#skip] has to follow. Each checks the
/// wire type, and that the value lies within the message; what does not is a [WireException] with
/// its offset. A sub-message is read by pointing another reader at its range. Owned by one thread.
public final class ProtoReader {
  public static final int VARINT = 0;
  public static final int FIXED64 = 1;
  public static final int BYTES = 2;
  public static final int GROUP_START = 3;
  public static final int GROUP_END = 4;
  public static final int FIXED32 = 5;

  private static final int MAX_GROUP_DEPTH = 100;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] b = new byte[0];
  private int p;
  private int end;
  private int field;
  private int wireType;
  private int valueStart;
  private int valueEnd;

  public ProtoReader() {}

  public ProtoReader reset(byte[] bytes, int from, int to) {
    b = bytes;
    p = from;
    end = to;
    return this;
  }

  /// Points this reader at the value that `outer` has just read with [#bytes].
  public ProtoReader reset(ProtoReader outer) {
    return reset(outer.b, outer.valueStart, outer.valueEnd);
  }

  /// Reads the key of the next field; false at the end of the message.
  public boolean next() {
    if (p == end) {
      return false;
    }
    int at = p;
    long key = rawVarint();
    field = (int) (key >>> 3);
    wireType = (int) key & 7;
    if (key >>> 32 != 0 || field == 0 || wireType == GROUP_END || wireType > FIXED32) {
      throw new WireException("cannot read protobuf key " + Long.toUnsignedString(key), at);
    }
    return true;
  }

  public int field() {
    return field;
  }

  public int wireType() {
    return wireType;
  }

  public byte[] array() {
    return b;
  }

  /// The offset of the next unread byte.
  public int position() {
    return p;
  }

  public int valueStart() {
    return valueStart;
  }

  public int valueEnd() {
    return valueEnd;
  }

  public long varint() {
    expect(VARINT);
    return rawVarint();
  }

  /// A `sint32` or `sint64`.
  public long sint() {
    long zigzag = varint();
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  /// A `double`, as raw bits, or another fixed value of eight bytes.
  public long fixed64() {
    expect(FIXED64);
    return rawFixed64();
  }

  public int fixed32() {
    expect(FIXED32);
    need(4);
    p += 4;
    return (int) INT.get(b, p - 4);
  }

  /// Steps over a length-delimited value: afterwards it is `array()[valueStart(), valueEnd())`.
  public void bytes() {
    expect(BYTES);
    int at = p;
    long length = rawVarint();
    if (length < 0 || length > end - p) {
      throw new WireException(
          "expected "
              + Long.toUnsignedString(length)
              + " bytes of protobuf field "
              + field
              + ", got "
              + (end - p),
          at);
    }
    valueStart = p;
    p += (int) length;
    valueEnd = p;
  }

  /// A string, decoded: for cold code.
  public String string() {
    bytes();
    return new String(b, valueStart, valueEnd - valueStart, UTF_8);
  }

  /// Whether a repeated field of numbers has its packed form. Then [#bytes] gives the range of its
  /// elements, for another reader's [#rawVarint] or [#rawFixed64]; otherwise it is one element.
  public boolean isPacked() {
    return wireType == BYTES;
  }

  /// A varint without a key: an element of a packed field at which this reader was pointed.
  public long rawVarint() {
    long result = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (p == end) {
        throw new WireException("expected a varint, got the end of the message", p);
      }
      byte next = b[p++];
      result |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return result;
      }
    }
    throw new WireException("expected a varint, got more than ten bytes", p - 10);
  }

  /// Eight bytes without a key: an element of a packed field at which this reader was pointed.
  public long rawFixed64() {
    need(8);
    p += 8;
    return (long) LONG.get(b, p - 8);
  }

  public boolean hasRemaining() {
    return p < end;
  }

  /// Steps over the value of a field that nobody asked for.
  public void skip() {
    skip(0);
  }

  private void skip(int depth) {
    switch (wireType) {
      case VARINT -> rawVarint();
      case FIXED64 -> rawFixed64();
      case BYTES -> bytes();
      case FIXED32 -> fixed32();
      default -> skipGroup(depth);
    }
  }

  private void skipGroup(int depth) {
    int group = field;
    int at = p;
    if (depth == MAX_GROUP_DEPTH) {
      throw new WireException("cannot read protobuf groups nested this deep", at);
    }
    while (true) {
      if (p == end) {
        throw new WireException("expected the end of protobuf group " + group, at);
      }
      long key = rawVarint();
      field = (int) (key >>> 3);
      wireType = (int) key & 7;
      if (wireType == GROUP_END && field == group) {
        return;
      }
      if (key >>> 32 != 0 || field == 0 || wireType == GROUP_END || wireType > FIXED32) {
        throw new WireException("cannot read protobuf key " + Long.toUnsignedString(key), at);
      }
      skip(depth + 1);
    }
  }

  private void expect(int wanted) {
    if (wireType != wanted) {
      throw new WireException(
          "expected wire type " + wanted + " of protobuf field " + field + ", got " + wireType, p);
    }
  }

  private void need(int bytes) {
    if (end - p < bytes) {
      throw new WireException("expected " + bytes + " bytes of protobuf, got " + (end - p), p);
    }
  }
}
