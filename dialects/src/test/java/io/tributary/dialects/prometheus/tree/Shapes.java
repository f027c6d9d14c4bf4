package io.tributary.dialects.prometheus.tree;

import io.tributary.river.syntax.Expression;
import io.tributary.river.syntax.Expression.Field;
import io.tributary.river.syntax.Statement;
import java.util.List;

/// The shape of trees without places and without how keys are quoted, to compare them.
final class Shapes {
  private Shapes() {}

  static List<String> of(List<Statement> body) {
    return body.stream().map(Shapes::of).toList();
  }

  private static String of(Statement statement) {
    return switch (statement) {
      case Statement.Attribute(var name, var value) -> name.text() + " = " + of(value);
      case Statement.Block block -> block.id() + " {" + of(block.body()) + "}";
    };
  }

  private static String of(Expression expression) {
    return switch (expression) {
      case Expression.Literal(var kind, var source, _) -> kind + ":" + source;
      case Expression.Identifier(var name, _) -> name;
      case Expression.ArrayExpression(var elements, _) -> all(elements);
      case Expression.ObjectExpression(var fields, _) ->
          fields.stream().map(Shapes::of).toList().toString();
      case Expression.Access(var value, var name, _) -> of(value) + "." + name.text();
      case Expression.Call(var callee, var arguments, _, _) -> of(callee) + all(arguments);
      case Expression.Unary(var operator, var operand, _) -> operator + of(operand);
      case Expression.Binary(var left, var operator, _, var right, _) ->
          "(" + of(left) + operator + of(right) + ")";
      case Expression.Index _, Expression.Parenthesized _ ->
          throw new AssertionError("no tree of a dialect has " + expression);
    };
  }

  private static String of(Field field) {
    return "<" + field.key() + ">=" + of(field.value());
  }

  private static String all(List<Expression> expressions) {
    return expressions.stream().map(Shapes::of).toList().toString();
  }
}
