package io.tributary.river.stdlib.text;

import io.tributary.base.text.Quoting;
import io.tributary.river.value.NumberValue;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whole numbers by the verbs of Go.
///
/// Source: Go `fmt/format.go`, `fmtInteger`, `fmtSbx`.
final class GoIntegers {
  private static final int REPLACEMENT = 0xFFFD;

  private GoIntegers() {}

  /// Null where the verb is none for whole numbers.
  static @Nullable String print(NumberValue number, int verb, Flags flags) {
    return switch (verb) {
      case 'v', 'd' -> digits(number, 10, verb, flags);
      case 'b' -> digits(number, 2, verb, flags);
      case 'o', 'O' -> digits(number, 8, verb, flags);
      case 'x' -> digits(number, 16, verb, flags);
      case 'X' -> digits(number, 16, verb, flags).toUpperCase(Locale.ROOT);
      case 'c' -> flags.padded(Character.toString(point(number)), true);
      case 'q' -> flags.padded(quotedPoint(point(number)), true);
      case 'U' -> flags.padded(unicode(number, flags), false);
      default -> null;
    };
  }

  private static String digits(NumberValue number, int base, int verb, Flags flags) {
    BigInteger value = new BigInteger(number.text());
    String digits = value.abs().toString(base);
    String sign = value.signum() < 0 ? "-" : flags.isPlus() ? "+" : flags.isSpace() ? " " : "";
    int precision = flags.precision();
    if (precision == 0 && value.signum() == 0) {
      return " ".repeat(Math.max(0, flags.width()));
    }
    if (precision == Flags.NONE && flags.padsWithZeros()) {
      precision = flags.width() - sign.length();
    }
    digits = "0".repeat(Math.max(0, precision - digits.length())) + digits;
    return flags.padded(sign + prefix(verb, digits, flags) + digits, false);
  }

  private static String prefix(int verb, String digits, Flags flags) {
    if (verb == 'O') {
      return "0o";
    }
    if (!flags.isSharp()) {
      return "";
    }
    return switch (verb) {
      case 'b' -> "0b";
      case 'o' -> digits.startsWith("0") ? "" : "0";
      case 'x', 'X' -> "0x";
      default -> "";
    };
  }

  private static int point(NumberValue number) {
    long value = number.toLong();
    boolean isPoint =
        value >= 0
            && value <= Character.MAX_CODE_POINT
            && (value < Character.MIN_SURROGATE || value > Character.MAX_SURROGATE);
    return isPoint ? (int) value : REPLACEMENT;
  }

  private static String quotedPoint(int point) {
    String quoted = Quoting.quote(Character.toString(point));
    String inner = quoted.substring(1, quoted.length() - 1);
    return switch (point) {
      case '\'' -> "'\\''";
      case '"' -> "'\"'";
      default -> "'" + inner + "'";
    };
  }

  private static String unicode(NumberValue number, Flags flags) {
    String hex = Long.toHexString(number.bits()).toUpperCase(Locale.ROOT);
    int least = Math.max(4, flags.precision());
    String code = "U+" + "0".repeat(Math.max(0, least - hex.length())) + hex;
    String quoted = Quoting.quote(Character.toString(point(number)));
    boolean isShown = flags.isSharp() && !quoted.startsWith("\"\\");
    return isShown ? code + " '" + Character.toString(point(number)) + "'" : code;
  }

  /// The bytes of a text, as many as the precision says.
  static String hex(String text, Flags flags, boolean upper) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int count =
        flags.precision() == Flags.NONE ? bytes.length : Math.min(bytes.length, flags.precision());
    var out = new StringBuilder(2 * count);
    for (int i = 0; i < count; i++) {
      boolean startsNumber = i == 0 || flags.isSpace();
      out.append(i > 0 && flags.isSpace() ? " " : "");
      out.append(flags.isSharp() && startsNumber ? "0x" : "").append("%02x".formatted(bytes[i]));
    }
    return upper ? out.toString().toUpperCase(Locale.ROOT) : out.toString();
  }
}
