package io.tributary.wire.exposition;

import io.tributary.base.text.Floats;

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
    if (value == 0) {
      return "0.0";
    }
    String text = Floats.general(value);
    boolean showsFloat =
        text.indexOf('.') >= 0 || text.indexOf('e') >= 0 || !Double.isFinite(value);
    return showsFloat ? text : text + ".0";
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
