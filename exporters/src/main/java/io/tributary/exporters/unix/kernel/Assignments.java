package io.tributary.exporters.unix.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A file of shell-like assignments: `NAME=value`, `NAME="value"`, `NAME='value'`.
///
/// Source: os-release(5): double quotes know the escapes of the shell, comments begin a line.
final class Assignments {
  private Assignments() {}

  static Map<String, String> parse(List<String> lines) {
    var values = new HashMap<String, String>();
    for (String line : lines) {
      String text = line.strip();
      int equals = text.indexOf('=');
      if (!text.startsWith("#") && equals > 0) {
        values.put(text.substring(0, equals), unquote(text.substring(equals + 1)));
      }
    }
    return values;
  }

  private static String unquote(String text) {
    int end = text.length() - 1;
    if (end < 1 || text.charAt(0) != text.charAt(end)) {
      return text;
    }
    return switch (text.charAt(0)) {
      case '\'' -> text.substring(1, end);
      case '"' -> unescape(text.substring(1, end));
      default -> text;
    };
  }

  private static String unescape(String text) {
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        c = text.charAt(++i);
      }
      out.append(c);
    }
    return out.toString();
  }
}
