package io.tributary.dialects.tree;

import io.tributary.base.config.GoDurations;
import io.tributary.base.secret.Secret;
import io.tributary.base.text.Quoting;
import io.tributary.river.diag.Span;
import io.tributary.river.eval.Evaluation;
import io.tributary.river.eval.Scope;
import io.tributary.river.printer.RiverPrinter;
import io.tributary.river.stdlib.json.JsonWriter;
import io.tributary.river.syntax.BinaryOperator;
import io.tributary.river.syntax.Expression;
import io.tributary.river.syntax.Expression.Access;
import io.tributary.river.syntax.Expression.ArrayExpression;
import io.tributary.river.syntax.Expression.Binary;
import io.tributary.river.syntax.Expression.Call;
import io.tributary.river.syntax.Expression.Field;
import io.tributary.river.syntax.Expression.Identifier;
import io.tributary.river.syntax.Expression.Literal;
import io.tributary.river.syntax.Expression.ObjectExpression;
import io.tributary.river.syntax.Expression.Unary;
import io.tributary.river.syntax.Identifiers;
import io.tributary.river.syntax.Name;
import io.tributary.river.syntax.RiverParser;
import io.tributary.river.syntax.UnaryOperator;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Expressions of a tree that is built, each at the place that it comes from.
public final class Expressions {
  private Expressions() {}

  public static Expression text(String text, Span place) {
    return new Literal(Literal.Kind.STRING, Quoting.quote(text), place);
  }

  /// In the clear, as what is printed must run; whoever decodes it makes it a secret again.
  public static Expression secret(Secret secret, Span place) {
    return text(secret.value(), place);
  }

  public static Expression bool(boolean value, Span place) {
    return new Literal(Literal.Kind.BOOL, Boolean.toString(value), place);
  }

  public static Expression number(long value, Span place) {
    if (value == Long.MIN_VALUE) {
      return decimal((double) value, place);
    }
    return signed(Literal.Kind.NUMBER, value < 0, Long.toString(Math.abs(value)), place);
  }

  /// Up to 18446744073709551615: the bits of `value` without a sign.
  public static Expression unsigned(long value, Span place) {
    return new Literal(Literal.Kind.NUMBER, Long.toUnsignedString(value), place);
  }

  /// What has no fraction is written without one.
  public static Expression decimal(double value, Span place) {
    boolean isNegativeZero = value == 0 && Math.copySign(1, value) < 0;
    boolean isWhole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return isWhole && !isNegativeZero ? number((long) value, place) : floating(value, place);
  }

  /// Always with a point, so that it stays what it is. What is no number, or no finite one, has no
  /// literal in River and is calculated.
  public static Expression floating(double value, Span place) {
    if (Double.isNaN(value)) {
      Expression infinity = floating(Double.POSITIVE_INFINITY, place);
      return new Binary(infinity, BinaryOperator.MINUS, place, infinity, place);
    }
    if (Double.isInfinite(value)) {
      Expression most = signed(Literal.Kind.FLOAT, value < 0, "1e308", place);
      return new Binary(most, BinaryOperator.TIMES, place, number(10, place), place);
    }
    String digits = new BigDecimal(Double.toString(Math.abs(value))).toPlainString();
    String text = digits.indexOf('.') < 0 ? digits + ".0" : digits;
    return signed(Literal.Kind.FLOAT, Math.copySign(1, value) < 0, text, place);
  }

  private static Expression signed(Literal.Kind kind, boolean negative, String text, Span place) {
    var literal = new Literal(kind, text, place);
    return negative ? new Unary(UnaryOperator.NEGATE, literal, place) : literal;
  }

  /// As Go writes it: `1m30s`.
  public static Expression duration(Duration value, Span place) {
    return text(GoDurations.format(value), place);
  }

  public static Expression list(List<? extends Expression> elements, Span place) {
    return new ArrayExpression(List.copyOf(elements), place);
  }

  /// A list of texts that all stand at one place.
  public static Expression texts(Collection<String> texts, Span place) {
    return list(texts.stream().map(text -> text(text, place)).toList(), place);
  }

  /// The same for secrets.
  public static Expression secrets(Collection<Secret> secrets, Span place) {
    return list(secrets.stream().map(secret -> secret(secret, place)).toList(), place);
  }

  /// Fields in the order of the map, each where its value stands. Keys of River know no escapes: an
  /// object of literals with a key that no quotes can hold is written as JSON.
  public static Expression object(Map<String, ? extends Expression> fields, Span place) {
    var all = new ArrayList<Field>();
    fields.forEach((key, value) -> all.add(new Field(key, "", value.span(), value)));
    var object = new ObjectExpression(all, place);
    if (fields.keySet().stream().allMatch(Expressions::isKey)) {
      return object;
    }
    String json = JsonWriter.write(Evaluation.evaluate(object, Scope.EMPTY));
    return call("encoding.from_json", List.of(text(json, place)), place);
  }

  /// Whether what is printed for a key is read as the same key.
  private static boolean isKey(String key) {
    if (Identifiers.isValid(key)) {
      return true;
    }
    var literal = new Literal(Literal.Kind.NULL, "null", Span.NONE);
    var object = new ObjectExpression(List.of(new Field(key, "", Span.NONE, literal)), Span.NONE);
    return RiverParser.parseExpression("", RiverPrinter.print(object)).sound().stream()
        .anyMatch(read ->
            read instanceof ObjectExpression(var same, _)
                && same.size() == 1
                && same.getFirst().key().equals(key));
  }

  /// What a component exports, or any name with dots: `discovery.relabel.web.output`.
  public static Expression reference(String name, Span place) {
    String[] parts = name.split("\\.", -1);
    Expression expression = new Identifier(parts[0], place);
    for (int i = 1; i < parts.length; i++) {
      expression = new Access(expression, new Name(parts[i], place), place);
    }
    return expression;
  }

  /// A call of a function of the standard library: `array.concat`.
  public static Expression call(String function, List<? extends Expression> arguments, Span place) {
    return new Call(reference(function, place), List.copyOf(arguments), place, place);
  }

  /// Several lists as one: nothing is an empty list, one stays as it is.
  public static Expression concat(List<? extends Expression> lists, Span place) {
    return switch (lists.size()) {
      case 0 -> list(List.of(), place);
      case 1 -> lists.getFirst();
      default -> call("array.concat", lists, place);
    };
  }
}
