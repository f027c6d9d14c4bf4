package io.tributary.base.config;

import io.tributary.base.text.Quoting;
import java.math.BigDecimal;
import java.time.Duration;

/// Durations as Go writes them: `1h30m`, `1.5s`, `-10ms`, `0`. There are no days.
///
/// Source: Go `time.ParseDuration`, `Duration.String`.
public final class GoDurations {
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final int MAX_LENGTH = 100;

  private GoDurations() {}

  /// Throws [ConfigException] in Go's words.
  public static Duration parse(String text) {
    boolean negative = text.startsWith("-");
    String rest = negative || text.startsWith("+") ? text.substring(1) : text;
    if (rest.equals("0")) {
      return Duration.ZERO;
    }
    if (rest.isEmpty() || rest.length() > MAX_LENGTH) {
      throw invalid(text);
    }
    BigDecimal nanos = BigDecimal.ZERO;
    while (!rest.isEmpty()) {
      int numberEnd = end(rest, 0, true);
      String number = rest.substring(0, numberEnd);
      int unitEnd = end(rest, numberEnd, false);
      nanos = nanos.add(nanos(number, rest.substring(numberEnd, unitEnd), text));
      rest = rest.substring(unitEnd);
    }
    long whole = nanos.min(MOST).longValue();
    if (nanos.compareTo(MOST) > 0) {
      throw invalid(text);
    }
    return Duration.ofNanos(negative ? -whole : whole);
  }

  private static int end(String text, int from, boolean number) {
    int at = from;
    while (at < text.length()
        && (text.charAt(at) == '.' || (text.charAt(at) >= '0' && text.charAt(at) <= '9'))
            == number) {
      at++;
    }
    return at;
  }

  private static BigDecimal nanos(String number, String unit, String text) {
    boolean isNumber =
        number.chars().anyMatch(c -> c != '.') && number.indexOf('.') == number.lastIndexOf('.');
    if (!isNumber) {
      throw invalid(text);
    }
    if (unit.isEmpty()) {
      throw new ConfigException("time: missing unit in duration " + Quoting.excerpt(text));
    }
    long size =
        switch (unit) {
          case "ns" -> 1;
          case "us", "\u00b5s", "\u03bcs" -> 1_000;
          case "ms" -> 1_000_000;
          case "s" -> 1_000_000_000;
          case "m" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          default ->
              throw new ConfigException(
                  "time: unknown unit "
                      + Quoting.excerpt(unit)
                      + " in duration "
                      + Quoting.excerpt(text));
        };
    String digits = number.startsWith(".") ? "0" + number : number;
    return new BigDecimal(digits.endsWith(".") ? digits + "0" : digits)
        .multiply(BigDecimal.valueOf(size));
  }

  private static ConfigException invalid(String text) {
    return new ConfigException("time: invalid duration " + Quoting.excerpt(text));
  }

  /// `1h30m0s`, `1.5s`, `250ms`, `0s`.
  public static String format(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos == 0) {
      return "0s";
    }
    BigDecimal rest = BigDecimal.valueOf(nanos).abs();
    String sign = nanos < 0 ? "-" : "";
    if (rest.compareTo(BigDecimal.valueOf(1_000_000_000)) < 0) {
      return sign + fraction(rest);
    }
    BigDecimal[] minutes = rest.divideAndRemainder(BigDecimal.valueOf(60_000_000_000L));
    long total = minutes[0].longValue();
    String seconds = plain(minutes[1].movePointLeft(9)) + "s";
    if (total == 0) {
      return sign + seconds;
    }
    return sign + (total >= 60 ? total / 60 + "h" : "") + total % 60 + "m" + seconds;
  }

  private static String fraction(BigDecimal nanos) {
    if (nanos.compareTo(BigDecimal.valueOf(1_000)) < 0) {
      return plain(nanos) + "ns";
    }
    if (nanos.compareTo(BigDecimal.valueOf(1_000_000)) < 0) {
      return plain(nanos.movePointLeft(3)) + "\u00b5s";
    }
    return plain(nanos.movePointLeft(6)) + "ms";
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
