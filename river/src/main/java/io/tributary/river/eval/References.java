package io.tributary.river.eval;

import io.tributary.river.syntax.Expression;
import io.tributary.river.syntax.Expression.Access;
import io.tributary.river.syntax.Expression.ArrayExpression;
import io.tributary.river.syntax.Expression.Binary;
import io.tributary.river.syntax.Expression.Call;
import io.tributary.river.syntax.Expression.Identifier;
import io.tributary.river.syntax.Expression.Index;
import io.tributary.river.syntax.Expression.Literal;
import io.tributary.river.syntax.Expression.ObjectExpression;
import io.tributary.river.syntax.Expression.Parenthesized;
import io.tributary.river.syntax.Expression.Unary;
import io.tributary.river.syntax.Name;
import io.tributary.river.syntax.Statement;
import io.tributary.river.syntax.Statement.Attribute;
import io.tributary.river.syntax.Statement.Block;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists what expressions refer to, in the order of the source: what a graph needs to know which
/// component depends on which.
///
/// Source: grafana/alloy `internal/util/ast`, for where a reference ends.
public final class References {
  private final List<Reference> found = new ArrayList<>();

  private References() {}

  public static List<Reference> of(Expression expression) {
    var references = new References();
    references.visit(expression);
    return List.copyOf(references.found);
  }

  /// Those of all attributes, of nested blocks as well.
  public static List<Reference> of(List<Statement> body) {
    var references = new References();
    references.visit(body);
    return List.copyOf(references.found);
  }

  private void visit(List<Statement> body) {
    for (Statement statement : body) {
      switch (statement) {
        case Attribute(_, var value) -> visit(value);
        case Block block -> visit(block.body());
      }
    }
  }

  private void visit(Expression expression) {
    List<Name> path = path(expression);
    if (path != null) {
      found.add(new Reference(path));
      return;
    }
    switch (expression) {
      case Literal _, Identifier _ -> {}
      case ArrayExpression(var elements, _) -> elements.forEach(this::visit);
      case ObjectExpression(var fields, _) -> fields.forEach(field -> visit(field.value()));
      case Access(var value, _, _) -> visit(value);
      case Index(var value, var index, _) -> {
        visit(value);
        visit(index);
      }
      case Call(var callee, var arguments, _, _) -> {
        visit(callee);
        arguments.forEach(this::visit);
      }
      case Unary(_, var operand, _) -> visit(operand);
      case Binary(var left, _, _, var right, _) -> {
        visit(left);
        visit(right);
      }
      case Parenthesized(var inner, _) -> visit(inner);
    }
  }

  /// The names of an expression that is nothing but names; null for any other.
  private static @Nullable List<Name> path(Expression expression) {
    var names = new ArrayList<Name>();
    Expression rest = expression;
    while (rest instanceof Access(var value, var name, _)) {
      names.addFirst(name);
      rest = value;
    }
    if (!(rest instanceof Identifier(var name, var span))) {
      return null;
    }
    names.addFirst(new Name(name, span));
    return names;
  }
}
