package io.tributary.base.config;

/// Makes text of files and of other hosts safe for a terminal: what moves its cursor, changes its
/// colours or the direction of its text is shown instead of obeyed.
public final class Printable {
  private Printable() {}

  /// With escapes (`\n`, `\u001b`) in the place of what is unsafe.
  public static String escaped(String text) {
    if (text.codePoints().noneMatch(Printable::isUnsafe)) {
      return text;
    }
    var out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
              if (isUnsafe(c)) out.append("\\u%04x".formatted(c));
              else out.appendCodePoint(c);
            }
          }
        });
    return out.toString();
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
