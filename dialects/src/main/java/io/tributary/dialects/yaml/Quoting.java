package io.tributary.dialects.yaml;

/// Text in double quotes, with what cannot be printed escaped, as Go prints it with `%q`; only the
/// beginning of a very long one.
public final class Quoting {
  private static final int MAX_LENGTH = 500;

  private Quoting() {}

  public static String quote(String whole) {
    String text = whole.length() <= MAX_LENGTH ? whole : whole.substring(0, MAX_LENGTH) + "…";
    var out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (isRawByte(text, i)) {
            out.append("\\x%02x".formatted(c & 0xFF));
          } else if (Character.isISOControl(c)) {
            out.append(c < 0x80 ? "\\x%02x".formatted((int) c) : "\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  /// A byte that is not UTF-8, as [ScalarRules] decodes binary scalars: half a surrogate pair.
  private static boolean isRawByte(String text, int at) {
    char c = text.charAt(at);
    return c >= '\uDC80'
        && c <= '\uDCFF'
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }
}
