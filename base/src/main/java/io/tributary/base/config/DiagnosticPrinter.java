package io.tributary.base.config;

import java.util.Collection;

/// Prints diagnostics for people: the finding, the line it stands on and a caret below the place.
/// Nothing that stands in a file reaches the terminal as a command.
///
/// ```
/// prometheus.yml:7:5: error: field scrape_intervall not found in type scrape_config
///       scrape_intervall: 15s
///       ^^^^^^^^^^^^^^^^
///   hint: did you mean "scrape_interval"?
/// ```
public final class DiagnosticPrinter {
  /// A longer line is cut around the place: a generated file can be one line of a megabyte.
  private static final int MAX_LINE = 160;

  private static final int LEAD = 60;

  private final boolean colours;

  private DiagnosticPrinter(boolean colours) {
    this.colours = colours;
  }

  public static DiagnosticPrinter plain() {
    return new DiagnosticPrinter(false);
  }

  /// With ANSI colours; the caller knows whether its output is a terminal.
  public static DiagnosticPrinter coloured() {
    return new DiagnosticPrinter(true);
  }

  /// All findings, in the order given, each ending in a line break.
  public String print(Collection<Diagnostic> diagnostics) {
    var out = new StringBuilder();
    for (Diagnostic diagnostic : diagnostics) {
      print(diagnostic, out);
    }
    return out.toString();
  }

  private void print(Diagnostic diagnostic, StringBuilder out) {
    out.append(Printable.escaped(diagnostic.position())).append(": ");
    String severity = diagnostic.severity().word() + ":";
    out.append(diagnostic.isError() ? paint("1;31", severity) : paint("1;33", severity));
    out.append(' ').append(Printable.escaped(diagnostic.message())).append('\n');
    if (diagnostic.line() > 0 && !diagnostic.sourceLine().isBlank()) {
      printExcerpt(diagnostic, out);
    }
    if (diagnostic.hint() != null) {
      out.append("  ")
          .append(paint("36", "hint:"))
          .append(' ')
          .append(Printable.escaped(diagnostic.hint()))
          .append('\n');
    }
  }

  private void printExcerpt(Diagnostic diagnostic, StringBuilder out) {
    String line = diagnostic.sourceLine();
    int start = Math.min(Math.max(0, diagnostic.column() - 1), line.length());
    int cut = line.length() > MAX_LINE && start > LEAD ? start - LEAD : 0;
    int end = Math.min(line.length(), cut + MAX_LINE);
    out.append("  ").append(Printable.masked(line.substring(cut, end))).append('\n');

    String offending = diagnostic.offendingText();
    int lineBreak = offending.indexOf('\n');
    int width = lineBreak >= 0 ? lineBreak : offending.length();
    if (!line.startsWith(offending.substring(0, width), start)) {
      width = 1;
    }
    width = Math.max(1, Math.min(width, end - start));
    out.append("  ").append(blank(line.substring(cut, start)));
    out.append(paint("1;31", "^".repeat(width))).append('\n');
  }

  /// As wide as `text`; tabs stay tabs so that the caret stays below its column.
  private static String blank(String text) {
    var out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.append(c == '\t' ? '\t' : ' '));
    return out.toString();
  }

  private String paint(String code, String text) {
    return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
