package io.tributary.river.printer;

import io.tributary.river.syntax.Expression;
import io.tributary.river.syntax.RiverFile;
import io.tributary.river.syntax.Statement;
import java.util.List;
import java.util.stream.Collectors;

/// The shape of trees without places, to compare them.
final class Trees {
  private Trees() {}

  static String shape(RiverFile file) {
    return shape(file.body());
  }

  private static String shape(List<Statement> body) {
    return body.stream().map(Trees::shape).collect(Collectors.joining("; "));
  }

  private static String shape(Statement statement) {
    return switch (statement) {
      case Statement.Attribute(var name, var value) -> name.text() + " = " + shape(value);
      case Statement.Block block ->
          block.path() + " '" + block.label() + "' {" + shape(block.body()) + "}";
    };
  }

  private static String shape(Expression expression) {
    return switch (expression) {
      case Expression.Literal(var kind, var source, _) -> kind + ":" + source;
      case Expression.Identifier(var name, _) -> name;
      case Expression.ArrayExpression(var elements, _) -> "array" + shapes(elements);
      case Expression.ObjectExpression(var fields, _) ->
          "object" + fields.stream().map(f -> "<" + f.key() + ">=" + shape(f.value())).toList();
      case Expression.Access(var value, var name, _) -> shape(value) + "." + name.text();
      case Expression.Index(var value, var index, _) -> shape(value) + "[" + shape(index) + "]";
      case Expression.Call(var callee, var arguments, _, _) ->
          "call " + shape(callee) + shapes(arguments);
      case Expression.Unary(var operator, var operand, _) -> operator + "(" + shape(operand) + ")";
      case Expression.Binary(var left, var operator, _, var right, _) ->
          operator + "(" + shape(left) + ", " + shape(right) + ")";
      case Expression.Parenthesized(var inner, _) -> "((" + shape(inner) + "))";
    };
  }

  private static List<String> shapes(List<Expression> expressions) {
    return expressions.stream().map(Trees::shape).toList();
  }
}
