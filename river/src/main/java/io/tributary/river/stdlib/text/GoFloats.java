package io.tributary.river.stdlib.text;

import io.tributary.base.text.Floats;
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
    String special = Floats.special(value);
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
          default -> precision < 0 ? Floats.general(value) : general(value, Math.max(1, precision));
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
    int digits = digitsBehindPoint + 1;
    BigDecimal rounded = value.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    int zeros = digits - rounded.precision();
    return Floats.scientific(rounded.setScale(rounded.scale() + zeros), 2);
  }

  private static String general(double value, int precision) {
    BigDecimal rounded = exactly(value).round(new MathContext(precision, RoundingMode.HALF_EVEN));
    return Floats.general(rounded.stripTrailingZeros(), precision);
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
