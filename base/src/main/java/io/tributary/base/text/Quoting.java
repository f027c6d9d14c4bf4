package io.tributary.base.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Texts in quotes, as Go writes and reads them.
public final class Quoting {
  private static final int EXCERPT = 500;

  private Quoting() {}

  /// In double quotes, with escapes for what does not print: Go's `%q`.
  ///
  /// A byte that is no UTF-8 stands in a text as half a surrogate pair, U+DC80 to U+DCFF, and is
  /// written as that byte; other halves are no character.
  public static String quote(String text) {
    var out = new StringBuilder(text.length() + 2).append('"');
    text.codePoints().forEach(c -> appendEscaped(c, out));
    return out.append('"').toString();
  }

  /// The same for messages: only the beginning of a very long text.
  public static String excerpt(String text) {
    return quote(text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "…");
  }

  /// Letters, marks, numbers, punctuation, symbols and the ASCII space, as Go has it.
  public static boolean isPrintable(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> point == ' ';
      default -> true;
    };
  }

  private static void appendEscaped(int c, StringBuilder out) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case 0x07 -> out.append("\\a");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case 0x0b -> out.append("\\v");
      default -> {
        if (isPrintable(c)) {
          out.appendCodePoint(c);
        } else if (c < 0x80 || (c >= 0xDC80 && c <= 0xDCFF)) {
          out.append(String.format("\\x%02x", c & 0xFF));
        } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
          out.append('\uFFFD');
        } else {
          out.append(String.format(c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
        }
      }
    }
  }

  /// The text of a literal, in double quotes or in back quotes, whose escapes are known to be
  /// whole. What they spell that is no UTF-8 becomes U+FFFD.
  public static String unquote(String literal) {
    String inner = literal.substring(1, literal.length() - 1);
    if (literal.startsWith("`")) {
      return inner.replace("\r", "");
    }
    return inner.indexOf('\\') < 0 ? inner : unescape(inner);
  }

  private static String unescape(String text) {
    var bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c == '\\') {
        i = appendEscape(text, i, bytes);
      } else {
        append(Character.toString(c), bytes);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /// `at` is behind the backslash; returns where the escape ends.
  private static int appendEscape(String text, int at, ByteArrayOutputStream bytes) {
    char c = text.charAt(at);
    return switch (c) {
      case 'a' -> single(0x07, at, bytes);
      case 'b' -> single('\b', at, bytes);
      case 'f' -> single('\f', at, bytes);
      case 'n' -> single('\n', at, bytes);
      case 'r' -> single('\r', at, bytes);
      case 't' -> single('\t', at, bytes);
      case 'v' -> single(0x0b, at, bytes);
      case 'x' -> single(Integer.parseInt(text.substring(at + 1, at + 3), 16), at + 2, bytes);
      case 'u' -> point(text, at + 1, at + 5, bytes);
      case 'U' -> point(text, at + 1, at + 9, bytes);
      case '0', '1', '2', '3', '4', '5', '6', '7' ->
          single(Integer.parseInt(text.substring(at, at + 3), 8), at + 2, bytes);
      default -> single(c, at, bytes);
    };
  }

  private static int single(int value, int last, ByteArrayOutputStream bytes) {
    bytes.write(value);
    return last + 1;
  }

  private static int point(String text, int from, int to, ByteArrayOutputStream bytes) {
    append(Character.toString(Integer.parseInt(text.substring(from, to), 16)), bytes);
    return to;
  }

  private static void append(String text, ByteArrayOutputStream bytes) {
    bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
