package io.tributary.bench.report;

import java.util.List;
import java.util.Locale;

/// Markdown tables, padded so that they read well as plain text.
public final class Tables {
  private Tables() {}

  /// `–` for what is no number.
  public static String number(double value, int decimals) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%,." + decimals + "f", value) : "–";
  }

  /// The first row is the head; columns after the first are aligned to the right.
  public static String of(List<String[]> rows) {
    var widths = new int[rows.getFirst().length];
    for (var row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    var text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      line(rows.get(r), widths, text);
      if (r == 0) {
        text.append('|');
        for (int i = 0; i < widths.length; i++) {
          text.append("-".repeat(widths[i] + 1)).append(i == 0 ? "-|" : ":|");
        }
        text.append('\n');
      }
    }
    return text.toString();
  }

  private static void line(String[] row, int[] widths, StringBuilder text) {
    text.append('|');
    for (int i = 0; i < row.length; i++) {
      var pad = " ".repeat(widths[i] - row[i].length());
      text.append(' ').append(i == 0 ? row[i] + pad : pad + row[i]).append(" |");
    }
    text.append('\n');
  }
}
