package io.tributary.e2e;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// Messages in protobuf's wire form, written field by field: `message(1, "name", 3, 4, 7,
/// message(…))`.
///
/// A number is a varint, a [Signed] one in zigzag, a double eight bytes, a list of either is
/// packed.
final class Proto {
  /// A number of type `sint32` or `sint64`.
  record Signed(long value) {}

  private interface Writing {
    void to(CodedOutputStream out) throws IOException;
  }

  private Proto() {}

  static byte[] message(Object... fieldsAndValues) {
    return bytes(out -> {
      for (int i = 0; i < fieldsAndValues.length; i += 2) {
        field(out, (Integer) fieldsAndValues[i], fieldsAndValues[i + 1]);
      }
    });
  }

  /// Messages behind their lengths, as an exposition has them.
  static byte[] delimited(byte[]... messages) {
    return bytes(out -> {
      for (byte[] message : messages) {
        out.writeByteArrayNoTag(message);
      }
    });
  }

  static List<Signed> signed(long... values) {
    return java.util.Arrays.stream(values).mapToObj(Signed::new).toList();
  }

  private static void field(CodedOutputStream out, int number, Object value) throws IOException {
    switch (value) {
      case String text -> out.writeString(number, text);
      case byte[] message -> out.writeByteArray(number, message);
      case List<?> list ->
          out.writeByteArray(
              number,
              bytes(packed -> {
                for (Object one : list) {
                  bare(packed, one);
                }
              }));
      case Double real -> out.writeDouble(number, real);
      case Signed(long signed) -> out.writeSInt64(number, signed);
      case Number whole -> out.writeUInt64(number, whole.longValue());
      default -> throw new IllegalArgumentException(value.getClass().toString());
    }
  }

  private static void bare(CodedOutputStream out, Object value) throws IOException {
    switch (value) {
      case Double real -> out.writeDoubleNoTag(real);
      case Signed(long signed) -> out.writeSInt64NoTag(signed);
      default -> throw new IllegalArgumentException(value.getClass().toString());
    }
  }

  private static byte[] bytes(Writing writing) {
    var bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      writing.to(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
