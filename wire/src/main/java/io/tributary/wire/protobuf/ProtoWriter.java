package io.tributary.wire.protobuf;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.Varint;

/// Appends protobuf fields to a [ByteSink], and sizes them ahead: a message in a message is
/// preceded by its length, so encoders size first and write second. Fields are written as they
/// come, default values included; leaving those out is the caller's choice.
public final class ProtoWriter {
  private ProtoWriter() {}

  public static void key(ByteSink out, int field, int wireType) {
    out.putVarint((long) field << 3 | wireType);
  }

  public static void varint(ByteSink out, int field, long value) {
    key(out, field, ProtoReader.VARINT);
    out.putVarint(value);
  }

  /// A `sint32` or `sint64`.
  public static void sint(ByteSink out, int field, long value) {
    varint(out, field, Varint.zigzag(value));
  }

  /// A `double` from its raw bits, or another fixed value of eight bytes.
  public static void fixed64(ByteSink out, int field, long bits) {
    key(out, field, ProtoReader.FIXED64);
    out.putLong(bits);
  }

  public static void bytes(ByteSink out, int field, byte[] from, int offset, int length) {
    message(out, field, length);
    out.put(from, offset, length);
  }

  /// The key and length of a message or string whose `length` bytes follow.
  public static void message(ByteSink out, int field, int length) {
    key(out, field, ProtoReader.BYTES);
    out.putVarint(length);
  }

  public static int keySize(int field) {
    return Varint.size((long) field << 3);
  }

  public static int varintSize(int field, long value) {
    return keySize(field) + Varint.size(value);
  }

  public static int sintSize(int field, long value) {
    return varintSize(field, Varint.zigzag(value));
  }

  public static int fixed64Size(int field) {
    return keySize(field) + 8;
  }

  /// The size of a length-delimited field of `length` bytes, key and length included.
  public static int bytesSize(int field, int length) {
    return keySize(field) + Varint.size(length) + length;
  }
}
