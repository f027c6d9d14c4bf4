package io.tributary.base.config;

/// Sizes in bytes as Prometheus writes them: number and unit, powers of two whichever way the unit
/// is spelled (`64MB` and `64MiB` are the same), several parts add up (`1GB512MB`), `0` needs no
/// unit.
///
/// Source: alecthomas/units `bytes.go` (Base2Bytes), which prometheus `config/config.go` uses.
public final class ByteSizes {
  private static final String[] UNITS = {"EiB", "PiB", "TiB", "GiB", "MiB", "KiB", "B"};

  private ByteSizes() {}

  /// The number of bytes. Throws [ConfigException] naming the text when it is not a size.
  public static long parse(String text) {
    String rest = text;
    boolean negative = false;
    if (rest.startsWith("-") || rest.startsWith("+")) {
      negative = rest.charAt(0) == '-';
      rest = rest.substring(1);
    }
    if (rest.equals("0")) {
      return 0;
    }
    if (rest.isEmpty()) {
      throw invalid(text);
    }
    double bytes = 0;
    while (!rest.isEmpty()) {
      int numberEnd = 0;
      while (numberEnd < rest.length()
          && (isDigit(rest.charAt(numberEnd)) || rest.charAt(numberEnd) == '.')) {
        numberEnd++;
      }
      int unitEnd = numberEnd;
      while (unitEnd < rest.length()
          && !isDigit(rest.charAt(unitEnd))
          && rest.charAt(unitEnd) != '.') {
        unitEnd++;
      }
      bytes +=
          number(rest.substring(0, numberEnd), text)
              * unit(rest.substring(numberEnd, unitEnd), text);
      rest = rest.substring(unitEnd);
    }
    if (bytes >= 0x1p63) {
      throw new ConfigException("size out of range: \"" + text + '"');
    }
    return negative ? -(long) bytes : (long) bytes;
  }

  /// As the original prints it: every unit that occurs, the largest first (`1GiB512MiB`).
  public static String format(long bytes) {
    if (bytes == 0) {
      return "0B";
    }
    var out = new StringBuilder();
    long rest = bytes;
    if (rest < 0) {
      out.append('-');
      rest = -rest;
    }
    for (int i = 0; i < UNITS.length; i++) {
      int shift = 10 * (UNITS.length - 1 - i);
      long count = rest >> shift;
      if (count > 0) {
        out.append(count).append(UNITS[i]);
        rest -= count << shift;
      }
    }
    return out.toString();
  }

  private static double number(String digits, String text) {
    try {
      return Double.parseDouble(digits);
    } catch (NumberFormatException e) {
      throw invalid(text);
    }
  }

  private static double unit(String unit, String text) {
    int prefix =
        switch (unit) {
          case "B" -> 0;
          case "KB", "KiB" -> 1;
          case "MB", "MiB" -> 2;
          case "GB", "GiB" -> 3;
          case "TB", "TiB" -> 4;
          case "PB", "PiB" -> 5;
          case "EB", "EiB" -> 6;
          default -> throw new ConfigException("units: unknown unit " + unit + " in " + text);
        };
    return Math.scalb(1.0, 10 * prefix);
  }

  private static ConfigException invalid(String text) {
    return new ConfigException("units: invalid " + text);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
