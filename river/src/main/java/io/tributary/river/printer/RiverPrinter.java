package io.tributary.river.printer;

import io.tributary.river.syntax.Expression;
import io.tributary.river.syntax.Parsed;
import io.tributary.river.syntax.RiverFile;
import io.tributary.river.syntax.RiverParser;
import io.tributary.river.syntax.Statement;
import java.util.List;

/// Prints River: files as they should be formatted, expressions, and trees that no file stands
/// behind.
public final class RiverPrinter {
  /// Joining lines can change what is aligned with what, once.
  private static final int MAX_PASSES = 5;

  private RiverPrinter() {}

  /// A sound file in its standard form, with all its comments. What is already in that form comes
  /// out unchanged, and what comes out is in that form.
  public static String format(RiverFile file) {
    String text = once(file);
    for (int pass = 1; pass < MAX_PASSES; pass++) {
      Parsed<RiverFile> parsed = RiverParser.parse(file.name(), text);
      String next = parsed.sound().map(RiverPrinter::once).orElse(text);
      if (next.equals(text)) {
        break;
      }
      text = next;
    }
    return text;
  }

  private static String once(RiverFile file) {
    var pen = new Pen(file.comments());
    new TreeFormatter(pen).statements(file.body());
    return pen.finish() + "\n";
  }

  /// An expression, with the line breaks that it has.
  public static String format(Expression expression) {
    var pen = new Pen(List.of());
    new TreeFormatter(pen).expression(expression);
    return pen.finish();
  }

  /// Statements that were built: objects with a line for each field, calls with one for each of
  /// several arguments, lists on one line. Their places do not matter.
  public static String print(List<Statement> body) {
    String source = TreeSource.of(body);
    return RiverParser.parse("", source).sound().map(RiverPrinter::format).orElse(source);
  }

  /// The same for an expression.
  public static String print(Expression expression) {
    return formatSource(TreeSource.of(expression));
  }

  /// The source of an expression in its standard form; unchanged where it is none.
  static String formatSource(String source) {
    return RiverParser.parseExpression("", source)
        .sound()
        .map(expression -> RiverPrinter.format(expression))
        .orElse(source);
  }
}
