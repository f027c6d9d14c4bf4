package io.tributary.river.syntax;

import io.tributary.base.text.Quoting;
import io.tributary.river.syntax.Scanner.ErrorSink;

/// The characters of a file one after the other, with their offsets. Reports what is no UTF-8, NUL,
/// and byte order marks in the middle.
final class CharReader {
  static final int END = -1;

  private static final int REPLACEMENT = 0xFFFD;
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private final byte[] in;
  private final ErrorSink errors;
  private int current;
  private int offset;
  private int nextOffset;

  CharReader(byte[] in, ErrorSink errors) {
    this.in = in;
    this.errors = errors;
    next();
  }

  /// The character at [#offset], or END.
  int current() {
    return current;
  }

  int offset() {
    return offset;
  }

  /// The byte behind the current character, 0 at the end.
  int peekByte() {
    return nextOffset < in.length ? in[nextOffset] & 0xFF : 0;
  }

  void next() {
    offset = nextOffset;
    if (offset >= in.length) {
      current = END;
      return;
    }
    int first = in[offset] & 0xFF;
    int length = 1;
    if (first == 0) {
      errors.error(offset, "illegal character NUL");
    } else if (first >= 0x80) {
      length = sequenceLength(first);
      first = length == 0 ? REPLACEMENT : decode(first, length);
      if (length == 0) {
        errors.error(offset, "illegal UTF-8 encoding");
        length = 1;
      } else if (first == BYTE_ORDER_MARK && offset > 0) {
        errors.error(offset, "illegal byte order mark");
      }
    }
    current = first;
    nextOffset = offset + length;
  }

  /// How many bytes the character takes; 0 when they are no UTF-8.
  private int sequenceLength(int first) {
    int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || offset + length > in.length) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((in[offset + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    int point = decode(first, length);
    boolean tooLong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
    return tooLong || point > Character.MAX_CODE_POINT || isSurrogate(point) ? 0 : length;
  }

  private int decode(int first, int length) {
    int point = first & (0xFF >> (length + 1));
    for (int i = 1; i < length; i++) {
      point = (point << 6) | (in[offset + i] & 0x3F);
    }
    return point;
  }

  private static boolean isSurrogate(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }

  /// `U+0023 '#'`; without the character where it would not show.
  static String describe(int point) {
    String code = String.format("U+%04X", point);
    return Quoting.isPrintable(point) ? code + " '" + Character.toString(point) + "'" : code;
  }
}
