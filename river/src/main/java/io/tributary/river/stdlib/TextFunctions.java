package io.tributary.river.stdlib;

import static io.tributary.river.stdlib.Stdlib.function;
import static io.tributary.river.value.FunctionValue.ANY;

import io.tributary.river.stdlib.text.GoFormat;
import io.tributary.river.syntax.Limits;
import io.tributary.river.value.Arguments;
import io.tributary.river.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/// `string.*`: what Go's package `strings` does, character by character of Unicode.
final class TextFunctions {
  private TextFunctions() {}

  static Map<String, Value> all() {
    return Stdlib.named(
        function("format", 1, ANY, TextFunctions::format),
        function("join", 2, TextFunctions::join),
        function("replace", 3, TextFunctions::replace),
        function("split", 2, TextFunctions::split),
        function("to_lower", 1, arguments -> mapped(arguments, Character::toLowerCase)),
        function("to_upper", 1, arguments -> mapped(arguments, Character::toUpperCase)),
        function("trim", 2, TextFunctions::trim),
        function("trim_prefix", 2, TextFunctions::trimPrefix),
        function("trim_space", 1, TextFunctions::trimSpace),
        function("trim_suffix", 2, TextFunctions::trimSuffix));
  }

  private static Value format(Arguments arguments) {
    return Value.of(
        GoFormat.format(arguments.text(0), arguments.values().subList(1, arguments.count())));
  }

  private static Value join(Arguments arguments) {
    List<String> texts = arguments.texts(0);
    String separator = arguments.text(1);
    long length = (long) separator.length() * texts.size();
    for (String text : texts) {
      length += text.length();
    }
    Limits.checkText(length);
    return Value.of(String.join(separator, texts));
  }

  private static Value replace(Arguments arguments) {
    String text = arguments.text(0);
    String old = arguments.text(1);
    String replacement = arguments.text(2);
    long most = text.length() / Math.max(1L, old.length()) + 1;
    Limits.checkText(text.length() + most * Math.max(0, replacement.length() - old.length()));
    return Value.of(
        old.isEmpty() ? interspersed(text, replacement) : text.replace(old, replacement));
  }

  private static String interspersed(String text, String separator) {
    var out = new StringBuilder(separator);
    text.codePoints().forEach(c -> out.appendCodePoint(c).append(separator));
    return out.toString();
  }

  /// An empty separator splits between characters.
  private static Value split(Arguments arguments) {
    String text = arguments.text(0);
    String separator = arguments.text(1);
    var parts = new ArrayList<Value>();
    if (separator.isEmpty()) {
      Limits.checkElements(text.length());
      text.codePoints().forEach(c -> parts.add(Value.of(Character.toString(c))));
      return Value.of(parts);
    }
    int from = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
      parts.add(Value.of(text.substring(from, at)));
      from = at + separator.length();
      Limits.checkElements(parts.size());
    }
    parts.add(Value.of(text.substring(from)));
    return Value.of(parts);
  }

  /// One character for one, other than `String.toUpperCase`.
  private static Value mapped(Arguments arguments, IntUnaryOperator mapping) {
    var out = new StringBuilder();
    arguments.text(0).codePoints().map(mapping).forEach(out::appendCodePoint);
    return Value.of(out.toString());
  }

  private static Value trim(Arguments arguments) {
    String cutset = arguments.text(1);
    return Value.of(trimmed(arguments.text(0), c -> cutset.indexOf(c) >= 0));
  }

  private static Value trimSpace(Arguments arguments) {
    return Value.of(trimmed(arguments.text(0), TextFunctions::isSpace));
  }

  private static String trimmed(String text, IntPredicate isCut) {
    int from = 0;
    int to = text.length();
    while (from < to && isCut.test(text.codePointAt(from))) {
      from += Character.charCount(text.codePointAt(from));
    }
    while (to > from && isCut.test(text.codePointBefore(to))) {
      to -= Character.charCount(text.codePointBefore(to));
    }
    return text.substring(from, to);
  }

  /// White space by Unicode, which is neither of Java's two definitions.
  private static boolean isSpace(int c) {
    return (c >= '\t' && c <= '\r') || c == 0x85 || Character.isSpaceChar(c);
  }

  private static Value trimPrefix(Arguments arguments) {
    String text = arguments.text(0);
    String prefix = arguments.text(1);
    return Value.of(text.startsWith(prefix) ? text.substring(prefix.length()) : text);
  }

  private static Value trimSuffix(Arguments arguments) {
    String text = arguments.text(0);
    String suffix = arguments.text(1);
    boolean hasIt = text.endsWith(suffix);
    return Value.of(hasIt ? text.substring(0, text.length() - suffix.length()) : text);
  }
}
