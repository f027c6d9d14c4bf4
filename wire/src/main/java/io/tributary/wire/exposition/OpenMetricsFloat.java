package io.tributary.wire.exposition;

/// The canonical text of `le` and `quantile` values: the shortest decimal that reads back as the
/// same number, with an exponent from 1e+06 up and below 1e-04, and `.0` where there would be
/// neither a point nor an exponent.
///
/// Source: Prometheus `model/labels/float.go` over Go's `strconv` format `g`.
public final class OpenMetricsFloat {
  private static final int MAX_PLAIN_DIGITS = 6;

  /// As many significant digits as every double tells apart.
  private static final int MAX_SAFE_DIGITS = 15;

  private OpenMetricsFloat() {}

  public static String format(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == 0) {
      return "0.0";
    }
    String sign = value < 0 ? "-" : "";
    return sign + formatPositive(Math.abs(value));
  }

  private static String formatPositive(double value) {
    String text = Double.toString(value);
    int e = text.indexOf('E');
    int point = text.indexOf('.');
    int exponent = e < 0 ? 0 : Integer.parseInt(text.substring(e + 1));
    String fraction = text.substring(point + 1, e < 0 ? text.length() : e);
    String digits = text.substring(0, point) + fraction;
    // The value is 0.digits · 10^magnitude, once the zeros at both ends are gone.
    int magnitude = point + exponent;
    int zeros = 0;
    while (digits.charAt(zeros) == '0') {
      zeros++;
    }
    magnitude -= zeros;
    digits = digits.substring(zeros).replaceAll("0+$", "");
    digits = shortest(digits, magnitude, value);
    int decimal = magnitude - 1;
    if (decimal < -4 || decimal >= MAX_PLAIN_DIGITS) {
      String rest = digits.length() > 1 ? "." + digits.substring(1) : "";
      String size = (Math.abs(decimal) < 10 ? "0" : "") + Math.abs(decimal);
      return digits.charAt(0) + rest + "e" + (decimal < 0 ? "-" : "+") + size;
    }
    if (magnitude <= 0) {
      return "0." + "0".repeat(-magnitude) + digits;
    }
    if (digits.length() <= magnitude) {
      return digits + "0".repeat(magnitude - digits.length()) + ".0";
    }
    return digits.substring(0, magnitude) + "." + digits.substring(magnitude);
  }

  /// The JDK prefers the closest two digits where one would do, which only the smallest subnormals
  /// show: 4.9E-324 for 5e-324.
  private static String shortest(String digits, int magnitude, double value) {
    if (digits.length() != 2) {
      return digits;
    }
    int rounded = (Integer.parseInt(digits) + 5) / 10;
    boolean same = Double.parseDouble("0." + rounded + "E" + magnitude) == value && rounded < 10;
    return same ? Integer.toString(rounded) : digits;
  }

  /// Whether the text is surely in canonical form already, without reading the number.
  static boolean isCanonical(byte[] b, int from, int to) {
    if (to - from == 4 && b[from] == '+' && b[from + 1] == 'I') {
      return b[from + 2] == 'n' && b[from + 3] == 'f';
    }
    int p = from;
    while (p < to && b[p] >= '0' && b[p] <= '9') {
      p++;
    }
    int whole = p - from;
    if (whole == 0
        || whole > MAX_PLAIN_DIGITS
        || to - from > MAX_SAFE_DIGITS
        || p == to
        || b[p] != '.'
        || (b[from] == '0' && whole > 1)) {
      return false;
    }
    int fractionFrom = ++p;
    while (p < to && b[p] >= '0' && b[p] <= '9') {
      p++;
    }
    if (p != to || p == fractionFrom) {
      return false;
    }
    if (b[to - 1] == '0') {
      return to - fractionFrom == 1; // "x.0" is canonical, other zeros at the end are not.
    }
    return b[from] != '0'
        || b[fractionFrom] != '0'
        || b[fractionFrom + 1] != '0'
        || b[fractionFrom + 2] != '0'
        || b[fractionFrom + 3] != '0';
  }
}
