package io.tributary.river.printer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lines in the making, with columns that are aligned at the end.
///
/// A line is cut into cells. Cells at the same position of consecutive lines are made equally wide,
/// as long as no line in between lacks the cell, is indented otherwise or ends a run. Widths count
/// characters. This is how Go's `text/tabwriter` aligns, in so far as the formatter needs it.
final class Layout {
  private static final class Line {
    final int indent;
    final List<String> cells = new ArrayList<>();
    final StringBuilder rest = new StringBuilder();
    boolean endsRun;
    boolean endsWithSpace;

    Line(int indent) {
      this.indent = indent;
    }

    boolean isEmpty() {
      return cells.isEmpty() && rest.isEmpty();
    }
  }

  /// Lines of the run from `from` to before `to` that all have a cell at the column.
  private record Range(int from, int to) {}

  private final List<Line> lines = new ArrayList<>();
  private @Nullable Line open;

  boolean isEmpty() {
    return lines.isEmpty() && open == null;
  }

  /// Appends a text to the line; what follows a line break in it keeps its place at the margin.
  void text(String text, int indent) {
    String[] parts = text.split("\n", -1);
    line(indent).rest.append(parts[0]);
    line(indent).endsWithSpace = false;
    for (int i = 1; i < parts.length; i++) {
      lineBreak(true);
      line(0).rest.append(parts[i]);
    }
  }

  /// Appends a blank, which disappears where the line ends behind it.
  void space(int indent) {
    line(indent).rest.append(' ');
    line(indent).endsWithSpace = true;
  }

  /// Ends a cell.
  void cell(int indent) {
    Line line = line(indent);
    trim(line);
    line.cells.add(line.rest.toString());
    line.rest.setLength(0);
  }

  /// Ends the line, and the run of lines that are aligned with it, if asked to.
  void lineBreak(boolean endsRun) {
    Line line = line(0);
    trim(line);
    line.endsRun = endsRun;
    lines.add(line);
    open = null;
  }

  private static void trim(Line line) {
    if (line.endsWithSpace) {
      line.rest.setLength(line.rest.length() - 1);
      line.endsWithSpace = false;
    }
  }

  private Line line(int indent) {
    Line line = open;
    if (line == null) {
      line = new Line(indent);
      open = line;
    }
    return line;
  }

  /// Everything, without a line break at the end.
  String render() {
    Line last = open;
    if (last != null) {
      trim(last);
      lines.add(last);
      open = null;
    }
    int[][] widths = widths();
    var out = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      if (i > 0) {
        out.append('\n');
      }
      render(lines.get(i), widths[i], out);
    }
    return out.toString();
  }

  private static void render(Line line, int[] widths, StringBuilder out) {
    if (line.isEmpty()) {
      return;
    }
    out.append("\t".repeat(line.indent));
    for (int i = 0; i < widths.length; i++) {
      String cell = line.cells.get(i);
      out.append(cell).append(" ".repeat(widths[i] - width(cell)));
    }
    out.append(line.rest);
  }

  private int[][] widths() {
    int[][] widths = new int[lines.size()][];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = new int[lines.get(i).cells.size()];
    }
    List<Range> ranges = runs();
    for (int column = 0; !ranges.isEmpty(); column++) {
      var next = new ArrayList<Range>();
      for (Range range : ranges) {
        widen(range, column, widths, next);
      }
      ranges = next;
    }
    return widths;
  }

  /// Lines that could be aligned with one another.
  private List<Range> runs() {
    var runs = new ArrayList<Range>();
    int from = 0;
    for (int i = 1; i <= lines.size(); i++) {
      if (i == lines.size()
          || lines.get(i - 1).endsRun
          || lines.get(i).indent != lines.get(from).indent) {
        runs.add(new Range(from, i));
        from = i;
      }
    }
    return runs;
  }

  /// Sets the widths of one column in one range; adds to `next` the ranges that have this column.
  private void widen(Range range, int column, int[][] widths, List<Range> next) {
    int from = range.from;
    while (from < range.to) {
      if (widths[from].length <= column) {
        from++;
        continue;
      }
      int to = from;
      int widest = 0;
      while (to < range.to && widths[to].length > column) {
        widest = Math.max(widest, width(lines.get(to).cells.get(column)));
        to++;
      }
      for (int i = from; i < to; i++) {
        widths[i][column] = widest + 1;
      }
      next.add(new Range(from, to));
      from = to;
    }
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
