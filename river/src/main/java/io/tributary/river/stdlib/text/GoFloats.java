package io.tributary.river.stdlib.text;

import io.tributary.river.value.GoNumbers;
import io.tributary.river.value.NumberValue;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Floating point numbers by the verbs `e`, `f` and `g` of Go.
///
/// Source: Go `strconv/ftoa.go`, `fmt/format.go` `fmtFloat`.
final class GoFloats {
  private static final int DEFAULT_PRECISION = 6;

  private GoFloats() {}

  /// Null where the verb is none for floating point numbers.
  static @Nullable String print(NumberValue number, int verb, Flags flags) {
    double value = number.toDouble();
    String special = GoNumbers.special(value);
    if ("vgGeEfF".indexOf(verb) < 0) {
      return null;
    }
    if (special != null) {
      boolean showsSign = !special.equals("NaN") || flags.isPlus() || flags.isSpace();
      String signed = special.equals("NaN") && showsSign ? "+NaN" : special;
      boolean hidesPlus = flags.isSpace() && !flags.isPlus() && signed.startsWith("+");
      return flags.padded(hidesPlus ? " " + signed.substring(1) : signed, false);
    }
    String digits = unsigned(Math.abs(value), verb, flags);
    boolean isNegative = value < 0 || 1 / value < 0;
    String sign = isNegative ? "-" : flags.isPlus() ? "+" : flags.isSpace() ? " " : "";
    int missing = flags.width() - sign.length() - digits.length();
    if (flags.padsWithZeros() && missing > 0) {
      return sign + "0".repeat(missing) + digits;
    }
    return flags.padded(sign + digits, false);
  }

  private static String unsigned(double value, int verb, Flags flags) {
    int precision = flags.precision();
    String text =
        switch (verb) {
          case 'e', 'E' ->
              scientific(exactly(value), precision < 0 ? DEFAULT_PRECISION : precision);
          case 'f', 'F' ->
              exactly(value)
                  .setScale(precision < 0 ? DEFAULT_PRECISION : precision, RoundingMode.HALF_EVEN)
                  .toPlainString();
          default -> precision < 0 ? shortest(value) : general(value, Math.max(1, precision));
        };
    if (flags.isSharp()) {
      text = withPoint(text, verb, precision);
    }
    return verb == 'E' || verb == 'G' ? text.toUpperCase(Locale.ROOT) : text;
  }

  private static BigDecimal exactly(double value) {
    return new BigDecimal(value);
  }

  private static String scientific(BigDecimal value, int digitsBehindPoint) {
    if (value.signum() == 0) {
      return "0" + (digitsBehindPoint > 0 ? "." + "0".repeat(digitsBehindPoint) : "") + "e+00";
    }
    BigDecimal rounded =
        value.round(new MathContext(digitsBehindPoint + 1, RoundingMode.HALF_EVEN));
    String digits = rounded.unscaledValue().toString();
    int exponent = digits.length() - 1 - rounded.scale();
    digits += "0".repeat(Math.max(0, digitsBehindPoint + 1 - digits.length()));
    String fraction = digits.substring(1, digitsBehindPoint + 1);
    String size = Integer.toString(Math.abs(exponent));
    return digits.charAt(0)
        + (fraction.isEmpty() ? "" : "." + fraction)
        + (exponent < 0 ? "e-" : "e+")
        + (size.length() < 2 ? "0" + size : size);
  }

  private static String shortest(double value) {
    return general(GoNumbers.shortest(value), DEFAULT_PRECISION, true);
  }

  private static String general(double value, int precision) {
    BigDecimal rounded = exactly(value).round(new MathContext(precision, RoundingMode.HALF_EVEN));
    return general(
        rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros(), precision, false);
  }

  /// With an exponent when it is below -4 or not below the precision.
  private static String general(BigDecimal value, int precision, boolean isShortest) {
    if (value.signum() == 0) {
      return "0";
    }
    int digits = value.precision();
    int exponent = digits - 1 - value.scale();
    int limit = precision;
    if (!isShortest && limit > digits && digits >= exponent + 1) {
      limit = digits;
    }
    if (exponent < -4 || exponent >= limit) {
      return scientific(value, digits - 1);
    }
    return value.toPlainString();
  }

  /// `#`: a point in any case, and for `g` the zeros behind it.
  private static String withPoint(String text, int verb, int precision) {
    int e = text.indexOf('e');
    String number = e < 0 ? text : text.substring(0, e);
    String tail = e < 0 ? "" : text.substring(e);
    var out = new StringBuilder(number);
    if (number.indexOf('.') < 0) {
      out.append('.');
    }
    if (verb == 'g' || verb == 'G' || verb == 'v') {
      int wanted = precision < 0 ? DEFAULT_PRECISION : precision;
      String significant = number.replace(".", "").replaceFirst("^0+(?=.)", "");
      out.append("0".repeat(Math.max(0, wanted - significant.length())));
    }
    return out.append(tail).toString();
  }
}
