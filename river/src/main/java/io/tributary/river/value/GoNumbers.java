package io.tributary.river.value;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Floating point numbers as Go's `strconv` reads them.
public final class GoNumbers {
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  /// Longer ones are no numbers that anybody wrote.
  private static final int MAX_LENGTH = 2_000;

  private GoNumbers() {}

  /// Null when the text is no decimal number, or none that fits.
  public static @Nullable Double parse(String text) {
    if (text.length() > MAX_LENGTH || !DECIMAL.matcher(text).matches()) {
      return null;
    }
    double value = Double.parseDouble(text);
    return Double.isInfinite(value) ? null : value;
  }
}
