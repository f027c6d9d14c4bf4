package io.tributary.river.diag;

import io.tributary.base.config.Printable;
import io.tributary.base.secret.SecretText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Prints diagnostics for people: the finding, the lines around it and carets below the place.
///
/// ```
/// Error: agent.river:2:8: expected expression, got +
///
/// 1 | a {
/// 2 |   b = + 1
///   |       ^
/// 3 | }
/// ```
///
/// A range over several lines is drawn as a bracket at its left. What stands in a file reaches the
/// terminal as text only; lines and ranges that are too long to be read are cut.
///
/// Source: grafana/alloy `syntax/diag/printer.go`, for the layout.
public final class SnippetPrinter {
  private static final String TAB = "    ";

  /// A generated file may be a single line of a megabyte, and a range a whole file.
  private static final int MAX_COLUMNS = 400;

  private static final int LEAD = 100;
  private static final int MAX_LINES = 60;

  private final boolean colours;

  private SnippetPrinter(boolean colours) {
    this.colours = colours;
  }

  public static SnippetPrinter plain() {
    return new SnippetPrinter(false);
  }

  /// With ANSI colours; the caller knows whether its output is a terminal.
  public static SnippetPrinter coloured() {
    return new SnippetPrinter(true);
  }

  /// All diagnostics, a blank line between them. `sources` holds the text of files by name; of a
  /// file that is not in it only the finding is printed.
  public String print(List<Diagnostic> diagnostics, Map<String, String> sources) {
    var out = new StringBuilder();
    var lines = new HashMap<String, String[]>();
    for (Diagnostic diagnostic : diagnostics) {
      if (!out.isEmpty()) {
        out.append('\n');
      }
      printHeader(diagnostic, out);
      String source = sources.get(diagnostic.span().file());
      if (source != null && diagnostic.span().isKnown()) {
        out.append('\n');
        String[] all = lines.computeIfAbsent(diagnostic.span().file(), _ -> source.split("\n", -1));
        new Snippet(all, diagnostic.span(), out).print();
      }
      if (diagnostic.hint() != null) {
        out.append("Hint: ").append(Printable.escaped(diagnostic.hint())).append('\n');
      }
    }
    return out.toString();
  }

  private void printHeader(Diagnostic diagnostic, StringBuilder out) {
    String place = Printable.escaped(diagnostic.span().position());
    String rest = place + ": " + Printable.escaped(diagnostic.message());
    if (diagnostic.isError()) {
      out.append(paint("31;1", "Error: "));
    } else {
      out.append(paint("33;1", "Warning: "));
    }
    out.append(paint("1", rest)).append('\n');
  }

  private String paint(String code, String text) {
    return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /// The lines of one diagnostic.
  private static final class Snippet {
    private final String[] lines;
    private final Span span;
    private final StringBuilder out;
    private final boolean multiline;
    private final int gutter;
    private final int last;

    Snippet(String[] lines, Span span, StringBuilder out) {
      this.lines = lines;
      this.span = span;
      this.out = out;
      multiline = span.endLine() > span.line();
      last = Math.min(span.endLine() + 1, lines.length);
      gutter = Integer.toString(last).length();
    }

    void print() {
      int first = Math.max(span.line() - 1, 1);
      for (int number = first; number <= last; number++) {
        if (number - first == MAX_LINES / 2 && last - number > MAX_LINES / 2) {
          out.append(" ".repeat(gutter)).append(" | | ...\n");
          number = last - MAX_LINES / 2;
        }
        printLine(number);
      }
    }

    private void printLine(int number) {
      String digits = Integer.toString(number);
      out.append(" ".repeat(gutter - digits.length())).append(digits).append(" | ");
      if (multiline) {
        boolean inside = number > span.line() && number <= span.endLine();
        out.append(inside ? "| " : "  ");
      }
      String line = lines[number - 1];
      int cut = cut(line, number);
      printText(line, cut);
      out.append('\n');
      if (number == span.line() || (multiline && number == span.endLine())) {
        out.append(" ".repeat(gutter)).append(margin(number));
        printCarets(line, number, cut);
        out.append('\n');
      }
    }

    private String margin(int number) {
      if (!multiline) {
        return " | ";
      }
      return number == span.line() ? " |  _" : " | |_";
    }

    /// Where the shown part of a long line begins, in characters.
    private int cut(String line, int number) {
      if (line.length() <= MAX_COLUMNS || number != span.line() || multiline) {
        return 0;
      }
      int chars = 0;
      for (int bytes = 1; bytes < span.column() && chars < line.length(); ) {
        int point = line.codePointAt(chars);
        bytes += utf8Length(point);
        chars += Character.charCount(point);
      }
      int from = Math.max(0, chars - LEAD);
      return from > 0 && Character.isLowSurrogate(line.charAt(from)) ? from - 1 : from;
    }

    private void printText(String line, int cut) {
      String masked = SecretText.maskedLine(line);
      String shown = masked.substring(cut, Math.min(masked.length(), cut + MAX_COLUMNS));
      String text = shown.replace("\r", "").replace("\u000b", TAB).replace("\t", TAB);
      out.append(Printable.masked(text));
    }

    private void printCarets(String line, int number, int cut) {
      String blank = multiline ? "_" : " ";
      int column = 1;
      for (int at = 0; at < line.length() && at < cut + MAX_COLUMNS; ) {
        int point = line.codePointAt(at);
        if (number == span.endLine() && column > span.endColumn()) {
          return;
        }
        if (at >= cut && point != '\r') {
          boolean wide = point == '\t' || point == 0xb;
          out.append(wide ? blank.repeat(4) : isInside(number, column) ? "^" : blank);
        }
        column += utf8Length(point);
        at += Character.charCount(point);
      }
    }

    private boolean isInside(int number, int column) {
      return number == span.line() ? column >= span.column() : column <= span.endColumn();
    }

    private static int utf8Length(int point) {
      if (point < 0x80) {
        return 1;
      }
      if (point < 0x800) {
        return 2;
      }
      return point < 0x10000 ? 3 : 4;
    }
  }
}
