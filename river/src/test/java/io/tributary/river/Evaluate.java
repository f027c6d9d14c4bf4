package io.tributary.river;

import io.tributary.river.eval.Evaluation;
import io.tributary.river.eval.EvaluationException;
import io.tributary.river.eval.Scope;
import io.tributary.river.printer.ValuePrinter;
import io.tributary.river.stdlib.Host;
import io.tributary.river.stdlib.Stdlib;
import io.tributary.river.syntax.Expression;
import io.tributary.river.syntax.Parsed;
import io.tributary.river.syntax.RiverParser;
import io.tributary.river.value.NumberValue;
import io.tributary.river.value.Value;
import java.util.Locale;
import java.util.Map;

/// Evaluates expressions for tests.
public final class Evaluate {
  private static final Host HOST =
      new Host(
          "box",
          "linux",
          "amd64",
          "v1.2.3",
          name -> Map.of("HOME", "/root").getOrDefault(name, ""));

  public static final Scope STDLIB = Stdlib.scope(HOST);

  private Evaluate() {}

  public static Value value(String expression) {
    return value(expression, STDLIB);
  }

  public static Value value(String expression, Scope scope) {
    Parsed<Expression> parsed = RiverParser.parseExpression("test", expression);
    if (!parsed.diagnostics().isEmpty()) {
      throw new AssertionError(expression + ": " + parsed.diagnostics());
    }
    return Evaluation.evaluate(parsed.tree(), scope);
  }

  /// The value as text, numbers with their kind: `int 1`, `"text"`, or the error message.
  public static String shown(String expression) {
    return shown(expression, STDLIB);
  }

  public static String shown(String expression, Scope scope) {
    try {
      Value value = value(expression, scope);
      if (value instanceof NumberValue number) {
        return kind(number) + " " + number.text();
      }
      return ValuePrinter.print(value).replaceAll("\\s+", " ");
    } catch (EvaluationException e) {
      return "error " + e.diagnostic().message();
    }
  }

  private static String kind(NumberValue number) {
    return switch (number.kind()) {
      case SIGNED -> "int";
      case UNSIGNED -> "uint";
      case FLOAT -> NumberValue.Kind.FLOAT.name().toLowerCase(Locale.ROOT);
    };
  }
}
