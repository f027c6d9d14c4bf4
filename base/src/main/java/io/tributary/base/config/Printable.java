package io.tributary.base.config;

import java.util.function.IntPredicate;

/// Makes text of files and of other hosts safe for a terminal: what moves its cursor, changes its
/// colours or the direction of its text is shown instead of obeyed.
public final class Printable {
  private Printable() {}

  /// With escapes (`\n`, `\u001b`) in the place of what is unsafe.
  public static String escaped(String text) {
    return escaped(text, Printable::isUnsafe);
  }

  /// The same for a text of several lines, whose ends and tabs stay.
  public static String escapedLines(String text) {
    return escaped(text, c -> c != '\n' && c != '\t' && isUnsafe(c));
  }

  private static String escaped(String text, IntPredicate isUnsafe) {
    if (text.codePoints().noneMatch(isUnsafe)) {
      return text;
    }
    var out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(c -> {
          if (isUnsafe.test(c)) {
            out.append(escape(c));
          } else {
            out.appendCodePoint(c);
          }
        });
    return out.toString();
  }

  private static String escape(int c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> "\\u%04x".formatted(c);
    };
  }

  /// As wide as `text`, for a line with a caret below it: tabs stay, and what is unsafe becomes
  /// U+FFFD.
  public static String masked(String text) {
    var out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(c != '\t' && isUnsafe(c) ? 0xFFFD : c));
    return out.toString();
  }

  /// C0, DEL, C1, the separators of lines, the controls of the direction of text, and halves of
  /// characters.
  private static boolean isUnsafe(int c) {
    return Character.isISOControl(c)
        || (c >= 0x2028 && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069)
        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
