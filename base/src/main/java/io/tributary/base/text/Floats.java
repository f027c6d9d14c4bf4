package io.tributary.base.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// Floating-point numbers in the fewest digits that read back as the same number.
///
/// Source: Go `strconv/ftoa.go`, `FormatFloat` with the precision -1.
public final class Floats {
  /// From this power of ten on, and below 1e-04, a number has an exponent.
  private static final int PLAIN_DIGITS = 6;

  private static final MathContext ONE_DIGIT = new MathContext(1, RoundingMode.HALF_UP);

  private Floats() {}

  /// Format `f`: never with an exponent.
  public static String plain(double value) {
    String special = special(value);
    return special != null ? special : sign(value) + shortest(Math.abs(value)).toPlainString();
  }

  /// Format `g`: with an exponent from 1e+06 on and below 1e-04.
  public static String general(double value) {
    String special = special(value);
    return special != null
        ? special
        : sign(value) + general(shortest(Math.abs(value)), PLAIN_DIGITS);
  }

  /// The word for what is no finite number; null for one that is.
  public static @Nullable String special(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return null;
  }

  private static String sign(double value) {
    return value < 0 || (value == 0 && 1 / value < 0) ? "-" : "";
  }

  /// The shortest decimal that reads back as `value`, which is finite; no zeros at its end.
  public static BigDecimal shortest(double value) {
    var decimal = new BigDecimal(Double.toString(value));
    if (decimal.signum() == 0) {
      return BigDecimal.ZERO;
    }
    decimal = decimal.stripTrailingZeros();
    if (Math.abs(value) >= Double.MIN_NORMAL || decimal.precision() != 2) {
      return decimal;
    }
    // Of the smallest numbers, the JDK gives the closest two digits where one would do: 4.9E-324.
    BigDecimal rounded = decimal.round(ONE_DIGIT);
    return rounded.doubleValue() == value ? rounded : decimal;
  }

  /// All digits of `decimal`, with an exponent below 1e-04 and where there are more than
  /// `plainDigits` in front of the point.
  public static String general(BigDecimal decimal, int plainDigits) {
    int exponent = exponent(decimal);
    return exponent < -4 || exponent >= plainDigits
        ? scientific(decimal, 2)
        : decimal.toPlainString();
  }

  /// All digits of `decimal`, one in front of the point, and an exponent of at least
  /// `exponentDigits`: `-1.25e+06`.
  public static String scientific(BigDecimal decimal, int exponentDigits) {
    String digits = decimal.unscaledValue().abs().toString();
    int exponent = exponent(decimal);
    String size = Integer.toString(Math.abs(exponent));
    return (decimal.signum() < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + "0".repeat(Math.max(0, exponentDigits - size.length()))
        + size;
  }

  private static int exponent(BigDecimal decimal) {
    return decimal.precision() - 1 - decimal.scale();
  }
}
