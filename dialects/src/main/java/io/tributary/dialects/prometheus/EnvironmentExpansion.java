package io.tributary.dialects.prometheus;

import java.util.function.UnaryOperator;

/// Replaces `$NAME` and `${NAME}` in a text; `$$` is one dollar.
///
/// Values are put in as they are: a dollar that comes from a variable is not looked at again. What
/// looks like a broken reference (`${`, `$` before a space) disappears or stays exactly as Go's
/// `os.Expand` has it.
///
/// Source: Go `os/env.go`, Expand and getShellName; prometheus `config/config.go`, Load.
final class EnvironmentExpansion {
  private EnvironmentExpansion() {}

  static String expand(String text, UnaryOperator<String> variables) {
    var out = new StringBuilder();
    int copied = 0;
    int at = 0;
    while (at < text.length()) {
      if (text.charAt(at) != '$' || at + 1 == text.length()) {
        at++;
        continue;
      }
      out.append(text, copied, at);
      Reference reference = reference(text, at + 1);
      if (!reference.name().isEmpty()) {
        out.append(reference.name().equals("$") ? "$" : variables.apply(reference.name()));
      } else if (reference.length() == 0) {
        out.append('$');
      }
      at += 1 + reference.length();
      copied = at;
    }
    return out.append(text, copied, text.length()).toString();
  }

  private record Reference(String name, int length) {}

  private static Reference reference(String text, int from) {
    char first = text.charAt(from);
    if (first == '{') {
      if (from + 2 < text.length()
          && isSpecial(text.charAt(from + 1))
          && text.charAt(from + 2) == '}') {
        return new Reference(text.substring(from + 1, from + 2), 3);
      }
      int close = text.indexOf('}', from + 1);
      if (close < 0) {
        return new Reference("", 1);
      }
      return close == from + 1
          ? new Reference("", 2)
          : new Reference(text.substring(from + 1, close), close + 1 - from);
    }
    if (isSpecial(first)) {
      return new Reference(text.substring(from, from + 1), 1);
    }
    int end = from;
    while (end < text.length() && isNamePart(text.charAt(end))) {
      end++;
    }
    return new Reference(text.substring(from, end), end - from);
  }

  private static boolean isSpecial(char c) {
    return "*#$@!?-".indexOf(c) >= 0 || (c >= '0' && c <= '9');
  }

  private static boolean isNamePart(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
