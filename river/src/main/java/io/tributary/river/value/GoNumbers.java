package io.tributary.river.value;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Floating point numbers as Go's `strconv` writes and reads them.
public final class GoNumbers {
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  /// Longer ones are no numbers that anybody wrote.
  private static final int MAX_LENGTH = 2_000;

  private GoNumbers() {}

  /// The shortest digits that read back the same, without an exponent: `FormatFloat(v, 'f', -1)`.
  public static String plain(double value) {
    String special = special(value);
    if (special != null) {
      return special;
    }
    String text = shortest(value).toPlainString();
    return isNegativeZero(value) ? "-0" : text;
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

  /// The shortest decimal number that reads back as `value`, without zeros at its end.
  public static BigDecimal shortest(double value) {
    BigDecimal decimal = new BigDecimal(Double.toString(value));
    return decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros();
  }

  private static boolean isNegativeZero(double value) {
    return value == 0 && 1 / value < 0;
  }

  /// Null when the text is no decimal number, or none that fits.
  public static @Nullable Double parse(String text) {
    if (text.length() > MAX_LENGTH || !DECIMAL.matcher(text).matches()) {
      return null;
    }
    double value = Double.parseDouble(text);
    return Double.isInfinite(value) ? null : value;
  }
}
