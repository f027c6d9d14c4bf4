package io.tributary.river.syntax;

import io.tributary.river.syntax.Scanner.ErrorSink;

/// Checks what follows a backslash in a string in double quotes. At an error the offending
/// character is not consumed.
final class EscapeScanner {
  private EscapeScanner() {}

  static void scan(CharReader reader, ErrorSink errors) {
    int start = reader.offset();
    switch (reader.current()) {
      case 'a', 'b', 'f', 'n', 'r', 't', 'v', '\\', '"' -> reader.next();
      case '0', '1', '2', '3', '4', '5', '6', '7' -> digits(reader, errors, start, 3, 8, 255);
      case 'x' -> numbered(reader, errors, start, 2, 255);
      case 'u' -> numbered(reader, errors, start, 4, Character.MAX_CODE_POINT);
      case 'U' -> numbered(reader, errors, start, 8, Character.MAX_CODE_POINT);
      case CharReader.END -> errors.error(start, "escape sequence not terminated");
      default -> errors.error(start, "unknown escape sequence");
    }
  }

  private static void numbered(
      CharReader reader, ErrorSink errors, int start, int count, int most) {
    reader.next();
    digits(reader, errors, start, count, 16, most);
  }

  private static void digits(
      CharReader reader, ErrorSink errors, int start, int count, int base, int most) {
    long point = 0;
    for (int i = 0; i < count; i++) {
      int c = reader.current();
      int digit = c < 0x80 ? Character.digit(c, base) : -1;
      if (digit < 0) {
        errors.error(
            start,
            c == CharReader.END
                ? "escape sequence not terminated"
                : "illegal character " + CharReader.describe(c) + " in escape sequence");
        return;
      }
      point = point * base + digit;
      reader.next();
    }
    boolean isSurrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    if (point > most || isSurrogate) {
      errors.error(start, "escape sequence is invalid Unicode code point");
    }
  }
}
