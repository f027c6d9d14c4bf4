package io.tributary.bench.fleet;

import java.math.BigDecimal;

/// Numbers as exporters in Go print them: shortest digits that read back the same, an exponent from
/// 1e+06 on and below 1e-04. Source: Go `strconv.AppendFloat(…, 'g', -1, 64)`, as client_golang's
/// `expfmt` calls it.
final class GoFloat {
  private static final int PLAIN_BELOW_EXPONENT = 6;

  private GoFloat() {}

  static String print(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    var decimal = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
    var digits = decimal.unscaledValue().toString();
    int exponent = digits.length() - decimal.scale() - 1;
    var sign = value < 0 ? "-" : "";
    if (exponent < -4 || exponent >= PLAIN_BELOW_EXPONENT) {
      return sign + scientific(digits, exponent);
    }
    return sign + decimal.toPlainString();
  }

  private static String scientific(String digits, int exponent) {
    var fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    var size = Math.abs(exponent);
    return digits.charAt(0)
        + fraction
        + (exponent < 0 ? "e-" : "e+")
        + (size < 10 ? "0" : "")
        + size;
  }
}
