package io.tributary.model.relabel.explain;

/// Finds dots in patterns that were probably meant as dots.
public final class LiteralDots {
  private LiteralDots() {}

  /// `pattern` with a backslash before each dot that nothing repeats; classes and quotations stay
  /// as they are.
  public static String escaped(String pattern) {
    var out = new StringBuilder(pattern.length() + 8);
    boolean inClass = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        out.append(c).append(pattern.charAt(++i));
        continue;
      }
      if (c == '[') {
        inClass = true;
      } else if (c == ']') {
        inClass = false;
      } else if (c == '.' && !inClass && !isRepeated(pattern, i + 1)) {
        out.append('\\');
      }
      out.append(c);
    }
    return out.toString();
  }

  private static boolean isRepeated(String pattern, int at) {
    return at < pattern.length() && "*+?{".indexOf(pattern.charAt(at)) >= 0;
  }
}
