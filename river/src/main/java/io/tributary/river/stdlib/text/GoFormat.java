package io.tributary.river.stdlib.text;

import io.tributary.river.syntax.Limits;
import io.tributary.river.value.NumberValue;
import io.tributary.river.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Go's `fmt.Sprintf`, with its ways to say in the result what is wrong: `%!d(float64=1)`,
/// `%!s(MISSING)`, `%!(EXTRA int=1)`.
///
/// Secrets are shown as `(secret)`. Floating point numbers have no `%x` and `%b`.
///
/// Source: Go `fmt/print.go`, `doPrintf`.
public final class GoFormat {
  /// Larger widths and precisions are no numbers to Go.
  private static final int MAX_WIDTH = 1_000_000;

  private final String format;
  private final List<Value> arguments;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int next;
  private boolean isReordered;
  private boolean isGoodIndex;
  private boolean isAfterIndex;

  private GoFormat(String format, List<Value> arguments) {
    this.format = format;
    this.arguments = arguments;
  }

  /// Throws [io.tributary.base.config.ConfigException] when the result would be too long.
  public static String format(String format, List<Value> arguments) {
    return new GoFormat(format, arguments).run();
  }

  private String run() {
    while (at < format.length()) {
      int percent = format.indexOf('%', at);
      if (percent < 0) {
        out.append(format, at, format.length());
        break;
      }
      out.append(format, at, percent);
      at = percent + 1;
      directive();
      Limits.checkText(out.length());
    }
    if (!isReordered && next < arguments.size()) {
      extra();
    }
    return out.toString();
  }

  private void directive() {
    var flags = new Flags();
    while (at < format.length() && flags.set(format.charAt(at))) {
      at++;
    }
    isGoodIndex = true;
    isAfterIndex = false;
    index();
    width(flags);
    precision(flags);
    if (!isAfterIndex) {
      index();
    }
    if (at >= format.length()) {
      out.append("%!(NOVERB)");
      return;
    }
    int verb = format.codePointAt(at);
    at += Character.charCount(verb);
    verb(verb, flags);
  }

  private void verb(int verb, Flags flags) {
    if (verb == '%') {
      out.append('%');
    } else if (!isGoodIndex) {
      problem(verb, "BADINDEX");
    } else if (next >= arguments.size()) {
      problem(verb, "MISSING");
    } else {
      if (verb == 'v') {
        flags.toGoSyntax();
      }
      new GoVerbs(flags, out).print(arguments.get(next++), verb);
    }
  }

  private void problem(int verb, String word) {
    out.append("%!").appendCodePoint(verb).append('(').append(word).append(')');
  }

  /// `[2]` in front of a width, a precision or a verb.
  private void index() {
    isAfterIndex = false;
    if (at >= format.length() || format.charAt(at) != '[') {
      return;
    }
    isReordered = true;
    int close = format.indexOf(']', at);
    if (close < 0) {
      isGoodIndex = false;
      at++;
      return;
    }
    Integer number = number(format.substring(at + 1, close));
    at = close + 1;
    isAfterIndex = number != null;
    if (number != null && number >= 1 && number <= arguments.size()) {
      next = number - 1;
    } else {
      isGoodIndex = false;
    }
  }

  private void width(Flags flags) {
    if (at < format.length() && format.charAt(at) == '*') {
      at++;
      Integer width = fromArgument();
      if (width == null) {
        out.append("%!(BADWIDTH)");
      } else {
        flags.setWidth(width);
      }
      isAfterIndex = false;
      return;
    }
    Integer width = digits();
    if (width != null) {
      flags.setWidth(width);
      isGoodIndex &= !isAfterIndex;
    }
  }

  private void precision(Flags flags) {
    if (at >= format.length() || format.charAt(at) != '.') {
      return;
    }
    at++;
    isGoodIndex &= !isAfterIndex;
    index();
    if (at < format.length() && format.charAt(at) == '*') {
      at++;
      Integer precision = fromArgument();
      if (precision == null || precision < 0) {
        out.append("%!(BADPREC)");
      } else {
        flags.setPrecision(precision);
      }
      isAfterIndex = false;
      return;
    }
    Integer precision = digits();
    flags.setPrecision(precision == null ? 0 : precision);
  }

  /// A width or precision that an argument gives; null when it is none.
  private @Nullable Integer fromArgument() {
    if (next >= arguments.size()) {
      return null;
    }
    Value argument = arguments.get(next++);
    if (argument instanceof NumberValue number && !number.isFloat()) {
      long value = number.toLong();
      return value >= -MAX_WIDTH && value <= MAX_WIDTH ? (int) value : null;
    }
    return null;
  }

  /// The digits at this place; null when there are none. A number that is too large ends the
  /// format.
  private @Nullable Integer digits() {
    int start = at;
    while (at < format.length() && format.charAt(at) >= '0' && format.charAt(at) <= '9') {
      at++;
    }
    Integer number = number(format.substring(start, at));
    if (number == null && at > start) {
      at = format.length();
    }
    return number;
  }

  private static @Nullable Integer number(String digits) {
    boolean isNumber = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!isNumber) {
      return null;
    }
    String significant = digits.replaceFirst("^0+(?=.)", "");
    int value = significant.length() > 7 ? MAX_WIDTH + 1 : Integer.parseInt(significant);
    return value > MAX_WIDTH ? null : value;
  }

  private void extra() {
    out.append("%!(EXTRA ");
    for (int i = next; i < arguments.size(); i++) {
      out.append(i == next ? "" : ", ");
      new GoVerbs(new Flags(), out).printWithType(arguments.get(i));
    }
    out.append(')');
  }
}
