package io.tributary.base.text;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What plain scalars of YAML stand for by the rules that go-yaml has kept over its versions.
///
/// Source: yaml/go-yaml v2 and v3 `resolve.go`.
public final class YamlNumbers {
  /// Longer ones are no numbers that anybody wrote.
  public static final int MAX_LENGTH = 100;

  private static final Pattern INTEGER =
      Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))");
  private static final int[] BASES = {16, 2, 8, 10};

  private YamlNumbers() {}

  public static boolean isNull(String text) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> true;
      default -> false;
    };
  }

  /// The value of `.nan` and `.inf`; null for everything else.
  public static @Nullable Double special(String text) {
    return switch (text) {
      case ".nan", ".NaN", ".NAN" -> Double.NaN;
      case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" -> Double.POSITIVE_INFINITY;
      case "-.inf", "-.Inf", "-.INF" -> Double.NEGATIVE_INFINITY;
      default -> null;
    };
  }

  /// `0o17` and `017` are octal, `1_000` is a thousand. Null when the text is no integer that fits
  /// 64 bits, signed or unsigned.
  public static @Nullable BigInteger integer(String text) {
    if (text.length() > MAX_LENGTH) {
      return null;
    }
    Matcher matcher = INTEGER.matcher(text.replace("_", ""));
    if (!matcher.matches()) {
      return null;
    }
    for (int i = 0; i < BASES.length; i++) {
      String group = matcher.group(i + 2);
      if (group != null) {
        var size = new BigInteger(group, BASES[i]);
        BigInteger value = "-".equals(matcher.group(1)) ? size.negate() : size;
        boolean fits = value.bitLength() < Long.SIZE + (value.signum() > 0 ? 1 : 0);
        return fits ? value : null;
      }
    }
    return null;
  }
}
