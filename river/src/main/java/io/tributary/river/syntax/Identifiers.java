package io.tributary.river.syntax;

/// What an identifier is: a letter or an underscore, then letters, underscores and decimal digits
/// of any script. The words `true`, `false` and `null` are none.
public final class Identifiers {
  private Identifiers() {}

  public static boolean isValid(String text) {
    if (text.isEmpty() || !isLetter(text.codePointAt(0))) {
      return false;
    }
    return text.codePoints().allMatch(c -> isLetter(c) || isDigit(c))
        && TokenKind.ofWord(text) == TokenKind.IDENTIFIER;
  }

  /// The nearest identifier: what may not be in one becomes an underscore. Different texts can
  /// become the same identifier. Throws [IllegalArgumentException] for an empty text.
  public static String sanitize(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("cannot generate a new identifier for an empty string");
    }
    var out = new StringBuilder(text.length() + 1);
    if (isDigit(text.codePointAt(0))) {
      out.append('_');
    }
    text.codePoints().forEach(c -> out.appendCodePoint(isLetter(c) || isDigit(c) ? c : '_'));
    String word = out.toString();
    return TokenKind.ofWord(word) == TokenKind.IDENTIFIER ? word : "_" + word;
  }

  static boolean isLetter(int c) {
    if (c < 0x80) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }
    return Character.isLetter(c);
  }

  static boolean isDigit(int c) {
    return c < 0x80 ? c >= '0' && c <= '9' : Character.isDigit(c);
  }
}
