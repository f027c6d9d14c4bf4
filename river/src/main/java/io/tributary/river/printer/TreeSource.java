package io.tributary.river.printer;

import io.tributary.river.syntax.Expression;
import io.tributary.river.syntax.Expression.Access;
import io.tributary.river.syntax.Expression.ArrayExpression;
import io.tributary.river.syntax.Expression.Binary;
import io.tributary.river.syntax.Expression.Call;
import io.tributary.river.syntax.Expression.Field;
import io.tributary.river.syntax.Expression.Identifier;
import io.tributary.river.syntax.Expression.Index;
import io.tributary.river.syntax.Expression.Literal;
import io.tributary.river.syntax.Expression.ObjectExpression;
import io.tributary.river.syntax.Expression.Parenthesized;
import io.tributary.river.syntax.Expression.Unary;
import io.tributary.river.syntax.Statement;
import io.tributary.river.syntax.Statement.Attribute;
import io.tributary.river.syntax.Statement.Block;
import java.util.List;

/// The source of a tree that was built, without caring for its looks: the formatter does that.
final class TreeSource {
  private final StringBuilder out = new StringBuilder();

  private TreeSource() {}

  static String of(List<Statement> body) {
    var source = new TreeSource();
    source.statements(body);
    return source.out.toString();
  }

  static String of(Expression expression) {
    var source = new TreeSource();
    source.expression(expression);
    return source.out.toString();
  }

  private void statements(List<Statement> body) {
    for (Statement statement : body) {
      switch (statement) {
        case Attribute(var name, var value) -> {
          out.append(name.text()).append(" = ");
          expression(value);
        }
        case Block block -> block(block);
      }
      out.append('\n');
    }
  }

  private void block(Block block) {
    out.append(block.name());
    if (!block.label().isEmpty()) {
      out.append(" \"").append(block.label()).append('"');
    }
    out.append(" {\n");
    statements(block.body());
    out.append('}');
  }

  private void expression(Expression expression) {
    switch (expression) {
      case Literal literal -> out.append(literal.source());
      case Identifier(var name, _) -> out.append(name);
      case ArrayExpression(var elements, _) -> {
        out.append('[');
        list(elements);
        out.append(']');
      }
      case ObjectExpression(var fields, _) -> object(fields);
      case Access(var value, var name, _) -> {
        expression(value);
        out.append(" .").append(name.text());
      }
      case Index(var value, var index, _) -> {
        expression(value);
        out.append('[');
        expression(index);
        out.append(']');
      }
      case Call(var callee, var arguments, _, _) -> {
        expression(callee);
        arguments(arguments);
      }
      case Unary(var operator, var operand, _) -> {
        out.append(operator.symbol());
        expression(operand);
      }
      case Binary(var left, var operator, _, var right, _) -> {
        expression(left);
        out.append(' ').append(operator.symbol()).append(' ');
        expression(right);
      }
      case Parenthesized(var inner, _) -> {
        out.append('(');
        expression(inner);
        out.append(')');
      }
    }
  }

  private void list(List<Expression> elements) {
    for (int i = 0; i < elements.size(); i++) {
      out.append(i == 0 ? "" : ", ");
      expression(elements.get(i));
    }
  }

  /// Several arguments have a line each.
  private void arguments(List<Expression> arguments) {
    if (arguments.size() <= 1) {
      out.append('(');
      list(arguments);
    } else {
      out.append("(\n");
      for (Expression argument : arguments) {
        expression(argument);
        out.append(",\n");
      }
    }
    out.append(')');
  }

  private void object(List<Field> fields) {
    out.append(fields.isEmpty() ? "{" : "{\n");
    for (Field field : fields) {
      out.append(Keys.print(field)).append(" = ");
      expression(field.value());
      out.append(",\n");
    }
    out.append('}');
  }
}
