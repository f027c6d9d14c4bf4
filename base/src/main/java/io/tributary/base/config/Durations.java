package io.tributary.base.config;

import io.tributary.base.text.Quoting;
import java.time.Duration;

/// Durations in the form of Prometheus: whole numbers with units, the largest unit first, each at
/// most once (`1h30m`, `500ms`, `0`). A year is 365 days, a week 7 days; negative and fractional
/// values do not exist.
///
/// Source: prometheus/common `model/time.go`.
public final class Durations {
  private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
  private static final long[] UNIT_MS = {
    365L * 24 * 60 * 60 * 1000,
    7L * 24 * 60 * 60 * 1000,
    24L * 60 * 60 * 1000,
    60L * 60 * 1000,
    60_000,
    1_000,
    1
  };

  /// The original counts nanoseconds in 63 bits.
  private static final long MAX_MS = Long.MAX_VALUE / 1_000_000;

  private Durations() {}

  /// Throws [ConfigException] naming the text when it is not a duration.
  public static Duration parse(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    if (text.isEmpty()) {
      throw new ConfigException("empty duration string");
    }
    long totalMs = 0;
    int lastUnit = -1;
    int at = 0;
    while (at < text.length()) {
      int digitsEnd = skip(text, at, true);
      int unitEnd = skip(text, digitsEnd, false);
      if (digitsEnd == at || unitEnd == digitsEnd) {
        throw new ConfigException("not a valid duration string: " + Quoting.excerpt(text));
      }
      int unit = unitIndex(text.substring(digitsEnd, unitEnd), text);
      if (unit <= lastUnit) {
        throw new ConfigException(
            "not a valid duration string: "
                + Quoting.excerpt(text)
                + ": units go from the largest to the smallest, each once");
      }
      lastUnit = unit;
      totalMs = add(totalMs, text.substring(at, digitsEnd), UNIT_MS[unit]);
      at = unitEnd;
    }
    return Duration.ofMillis(totalMs);
  }

  /// The shortest form that reads the same: years and weeks only when nothing remains, `0s` for
  /// zero.
  public static String format(Duration duration) {
    long ms = duration.toMillis();
    if (ms == 0) {
      return "0s";
    }
    var out = new StringBuilder();
    if (ms < 0) {
      out.append('-');
      ms = -ms;
    }
    for (int unit = 0; unit < UNITS.length; unit++) {
      boolean onlyWhenExact = unit < 2;
      if (onlyWhenExact && ms % UNIT_MS[unit] != 0) {
        continue;
      }
      if (ms >= UNIT_MS[unit]) {
        out.append(ms / UNIT_MS[unit]).append(UNITS[unit]);
        ms %= UNIT_MS[unit];
      }
    }
    return out.toString();
  }

  private static int skip(String text, int from, boolean digits) {
    int at = from;
    while (at < text.length() && isDigit(text.charAt(at)) == digits) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int unitIndex(String unit, String text) {
    for (int i = 0; i < UNITS.length; i++) {
      if (UNITS[i].equals(unit)) {
        return i;
      }
    }
    throw new ConfigException(
        "unknown unit " + Quoting.excerpt(unit) + " in duration " + Quoting.excerpt(text));
  }

  private static long add(long totalMs, String digits, long unitMs) {
    try {
      long sum = Math.addExact(totalMs, Math.multiplyExact(Long.parseLong(digits), unitMs));
      if (sum <= MAX_MS) {
        return sum;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Too large, reported below.
    }
    throw new ConfigException("duration out of range");
  }
}
