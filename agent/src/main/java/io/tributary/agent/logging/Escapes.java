package io.tributary.agent.logging;

/// Makes text safe inside one line of a log: control characters (line breaks, ANSI sequences) and
/// lone surrogates are written as escapes.
public final class Escapes {
  private static final String HEX = "0123456789abcdef";

  private Escapes() {}

  /// As a JSON string, quotes included.
  static void json(String text, StringBuilder out) {
    quoted(text, out);
  }

  /// Bare where nothing in it could be misread, else quoted.
  public static void logfmt(String text, StringBuilder out) {
    if (needsQuotes(text)) {
      quoted(text, out);
    } else {
      out.append(text);
    }
  }

  /// A key keeps its letters; whatever would end or split it becomes an underscore.
  static void logfmtKey(String key, StringBuilder out) {
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      out.append(c <= ' ' || c == '=' || c == '"' || c == 0x7f ? '_' : c);
    }
  }

  private static boolean needsQuotes(String text) {
    if (text.isEmpty()) {
      return true;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c == '=' || c == '"' || c == '\\' || isUnsafe(text, i)) {
        return true;
      }
    }
    return false;
  }

  private static void quoted(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (isUnsafe(text, i)) {
            out.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
              out.append(HEX.charAt((c >> shift) & 0xf));
            }
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /// C0, DEL, C1, the line separators of Unicode, text direction controls, and lone surrogates.
  private static boolean isUnsafe(String text, int at) {
    char c = text.charAt(at);
    if (c < ' ' || (c >= 0x7f && c <= 0x9f)) {
      return true;
    }
    if (c == '\u2028' || c == '\u2029' || (c >= '\u202a' && c <= '\u202e')) {
      return true;
    }
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }
}
