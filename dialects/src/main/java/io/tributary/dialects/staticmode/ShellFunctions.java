package io.tributary.dialects.staticmode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// What the forms of `${NAME…}` do with a value. Lengths and positions count bytes.
///
/// Source: drone/envsubst v2 `funcs.go`.
final class ShellFunctions {
  private ShellFunctions() {}

  /// What has no result, and why.
  static final class BadSubstitution extends Exception {
    private static final long serialVersionUID = 1L;

    BadSubstitution(String message) {
      super(message, null, false, false);
    }
  }

  /// `function` is the mark behind the name. No result is longer than `most` characters.
  static String apply(String function, String value, List<String> arguments, int most)
      throws BadSubstitution {
    return switch (function) {
      case "#" ->
          arguments.isEmpty()
              ? Integer.toString(value.getBytes(StandardCharsets.UTF_8).length)
              : trimPrefix(value, arguments.getFirst(), false);
      case "##" -> trimPrefix(value, arguments.getFirst(), true);
      case "%" -> trimSuffix(value, arguments.getFirst(), false);
      case "%%" -> trimSuffix(value, arguments.getFirst(), true);
      case ":" -> cut(value, arguments);
      case "^" -> first(value, Character::toUpperCase);
      case "^^" -> all(value, Character::toUpperCase);
      case "," -> first(value, Character::toLowerCase);
      case ",," -> all(value, Character::toLowerCase);
      case "/", "//", "/#", "/%" -> replace(function, value, arguments, most);
      default -> value.isEmpty() ? String.join("", arguments) : value;
    };
  }

  private static String first(String value, IntUnaryOperator change) {
    if (value.isEmpty()) {
      return value;
    }
    int first = value.codePointAt(0);
    return Character.toString(change.applyAsInt(first))
        + value.substring(Character.charCount(first));
  }

  private static String all(String value, IntUnaryOperator change) {
    var out = new StringBuilder(value.length());
    value.codePoints().map(change).forEach(out::appendCodePoint);
    return out.toString();
  }

  private static String cut(String value, List<String> arguments) throws BadSubstitution {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    Long from = number(arguments.getFirst());
    if (from == null) {
      return value;
    }
    if (from < 0) {
      from = Math.max(0, from + bytes.length);
    }
    long to = bytes.length;
    if (arguments.size() > 1) {
      Long length = number(arguments.get(1));
      if (length == null) {
        return value;
      }
      to = Math.min(to, from + length);
      if (to < from && from < bytes.length) {
        throw new BadSubstitution("the length must not be negative");
      }
    }
    return from >= bytes.length
        ? ""
        : new String(Arrays.copyOfRange(bytes, from.intValue(), (int) to), StandardCharsets.UTF_8);
  }

  /// Null for what is no whole number.
  private static @Nullable Long number(String text) {
    try {
      return text.length() > 18 ? null : Long.valueOf(text);
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private static String replace(String function, String value, List<String> arguments, int most)
      throws BadSubstitution {
    String what = arguments.getFirst();
    boolean isPlain = function.equals("/") || function.equals("//");
    if (arguments.size() < 2 && !isPlain) {
      return value;
    }
    String by = arguments.size() < 2 ? "" : arguments.get(1);
    return switch (function) {
      case "//" -> {
        long growth = (long) occurrences(value, what) * (by.length() - what.length());
        if (value.length() + growth > most) {
          throw new BadSubstitution("the text grows beyond " + most + " characters");
        }
        yield value.replace(what, by);
      }
      case "/%" ->
          value.endsWith(what) ? value.substring(0, value.length() - what.length()) + by : value;
      case "/#" -> value.startsWith(what) ? by + value.substring(what.length()) : value;
      default -> {
        int found = value.indexOf(what);
        yield found < 0
            ? value
            : value.substring(0, found) + by + value.substring(found + what.length());
      }
    };
  }

  private static int occurrences(String value, String what) {
    if (what.isEmpty()) {
      return value.length() + 1;
    }
    int count = 0;
    for (int at = value.indexOf(what); at >= 0; at = value.indexOf(what, at + what.length())) {
      count++;
    }
    return count;
  }

  private static String trimPrefix(String value, String pattern, boolean isLongest) {
    var glob = ShellGlob.compile(pattern);
    if (glob == null) {
      return value;
    }
    int[] points = value.codePoints().toArray();
    int cut = glob.prefix(points, isLongest);
    return new String(points, cut, points.length - cut);
  }

  /// Turns value and pattern round, as the original does: `[` and `]` of a class are in each
  /// other's place then, and the pattern is none.
  private static String trimSuffix(String value, String pattern, boolean isLongest) {
    return reversed(trimPrefix(reversed(value), reversed(pattern), isLongest));
  }

  private static String reversed(String text) {
    return new StringBuilder(text).reverse().toString();
  }
}
