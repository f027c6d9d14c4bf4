package io.tributary.agent.agentctl;

import io.tributary.base.config.Printable;
import java.util.List;

/// A table in a frame of signs, as olekukonko/tablewriter prints it.
final class AsciiTable {
  private AsciiTable() {}

  /// Columns from `firstNumber` on have numbers, which stand at the right.
  static String print(List<String> header, List<List<String>> rows, int firstNumber) {
    int[] widths = new int[header.size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = header.get(column).length();
      for (List<String> row : rows) {
        widths[column] = Math.max(widths[column], shown(row.get(column)).length());
      }
    }
    var out = new StringBuilder();
    line(widths, out);
    for (int column = 0; column < widths.length; column++) {
      int blanks = widths[column] - header.get(column).length();
      String text = " ".repeat(blanks / 2) + header.get(column) + " ".repeat(blanks - blanks / 2);
      out.append("| ").append(text).append(' ');
    }
    out.append("|\n");
    line(widths, out);
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        String text = shown(row.get(column));
        String blanks = " ".repeat(widths[column] - text.length());
        out.append("| ").append(column < firstNumber ? text + blanks : blanks + text).append(' ');
      }
      out.append("|\n");
    }
    line(widths, out);
    return out.toString();
  }

  /// Labels can hold what a terminal would obey.
  private static String shown(String text) {
    return Printable.escaped(text);
  }

  private static void line(int[] widths, StringBuilder out) {
    for (int width : widths) {
      out.append("+").append("-".repeat(width + 2));
    }
    out.append("+\n");
  }
}
