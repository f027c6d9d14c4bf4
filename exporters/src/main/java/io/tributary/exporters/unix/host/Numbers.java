package io.tributary.exporters.unix.host;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Numbers as the kernel writes them. Whatever is not one throws [MalformedException].
public final class Numbers {
  private Numbers() {}

  /// Unsigned, decimal, 64 bits.
  public static double unsigned(String text) throws MalformedException {
    return toDouble(bits(text, 10));
  }

  /// Unsigned, hexadecimal without a prefix, 64 bits.
  public static double hex(String text) throws MalformedException {
    return toDouble(bits(text, 16));
  }

  /// Unsigned, 64 bits, with the base that its prefix says; null for 2^64 - 1, with which drivers
  /// answer for counters that they do not have.
  public static @Nullable Double counter(String text) throws MalformedException {
    long bits = isHex(text) ? bits(text.substring(2), 16) : bits(text, 10);
    return bits == -1 ? null : toDouble(bits);
  }

  /// Unsigned, 64 bits, with the base that its prefix says.
  public static double anyUnsigned(String text) throws MalformedException {
    return toDouble(isHex(text) ? bits(text.substring(2), 16) : bits(text, 10));
  }

  /// Signed, 64 bits, with the base that its prefix says.
  public static double signed(String text) throws MalformedException {
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    try {
      if (!digits.isEmpty() && Character.isLetterOrDigit(digits.charAt(0))) {
        String sign = negative ? "-" : "";
        return isHex(digits)
            ? Long.parseLong(sign + digits.substring(2), 16)
            : Long.parseLong(sign + digits);
      }
    } catch (NumberFormatException _) {
      // Told below.
    }
    throw new MalformedException("cannot read \"" + text + "\" as a whole number");
  }

  /// A decimal with an optional fraction and exponent, or an infinity.
  public static double real(String text) throws MalformedException {
    try {
      char last = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
      if (Character.isDigit(last) || last == '.') {
        return Double.parseDouble(text);
      }
    } catch (NumberFormatException _) {
      // Told below.
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw new MalformedException("cannot read \"" + text + "\" as a number");
    };
  }

  /// The words of a line.
  public static List<String> fields(String line) {
    var fields = new ArrayList<String>();
    int at = 0;
    while (at < line.length()) {
      while (at < line.length() && line.charAt(at) <= ' ') {
        at++;
      }
      int from = at;
      while (at < line.length() && line.charAt(at) > ' ') {
        at++;
      }
      if (at > from) {
        fields.add(line.substring(from, at));
      }
    }
    return fields;
  }

  /// What the bits of an unsigned number are worth.
  public static double toDouble(long bits) {
    return bits >= 0 ? (double) bits : new BigInteger(Long.toUnsignedString(bits)).doubleValue();
  }

  private static boolean isHex(String text) {
    return text.startsWith("0x") || text.startsWith("0X");
  }

  private static long bits(String text, int radix) throws MalformedException {
    try {
      if (!text.startsWith("+")) {
        return Long.parseUnsignedLong(text, radix);
      }
    } catch (NumberFormatException _) {
      // Told below.
    }
    throw new MalformedException("cannot read \"" + text + "\" as an unsigned number");
  }
}
