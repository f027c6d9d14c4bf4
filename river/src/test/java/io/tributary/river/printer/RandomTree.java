package io.tributary.river.printer;

import io.tributary.base.text.Quoting;
import io.tributary.river.diag.Span;
import io.tributary.river.syntax.BinaryOperator;
import io.tributary.river.syntax.Expression;
import io.tributary.river.syntax.Expression.Literal;
import io.tributary.river.syntax.Name;
import io.tributary.river.syntax.RiverFile;
import io.tributary.river.syntax.Statement;
import io.tributary.river.syntax.UnaryOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Trees without places, as a converter builds them.
final class RandomTree {
  private static final List<BinaryOperator> OPERATORS = List.of(BinaryOperator.values());

  private final SplittableRandom random;

  RandomTree(SplittableRandom random) {
    this.random = random;
  }

  RiverFile file() {
    return new RiverFile("", body(0), List.of());
  }

  private List<Statement> body(int depth) {
    var body = new ArrayList<Statement>();
    for (int i = random.nextInt(4); i > 0; i--) {
      if (depth < 3 && random.nextInt(3) == 0) {
        String label = random.nextBoolean() ? "" : "label";
        List<String> path = random.nextBoolean() ? List.of("a", "b") : List.of("c");
        body.add(
            new Statement.Block(
                path, Span.NONE, label, Span.NONE, body(depth + 1), Span.NONE, Span.NONE));
      } else {
        body.add(new Statement.Attribute(name(), expression(0)));
      }
    }
    return body;
  }

  private Name name() {
    return new Name("n" + random.nextInt(1000), Span.NONE);
  }

  private Expression expression(int depth) {
    return switch (depth > 3 ? random.nextInt(3) : random.nextInt(10)) {
      case 0 -> new Literal(Literal.Kind.NUMBER, Integer.toString(random.nextInt(100)), Span.NONE);
      case 1 -> new Literal(Literal.Kind.STRING, Quoting.quote(text()), Span.NONE);
      case 2 -> new Expression.Identifier("x" + random.nextInt(9), Span.NONE);
      case 3 -> new Expression.ArrayExpression(expressions(depth), Span.NONE);
      case 4 -> object(depth);
      case 5 -> new Expression.Access(parenthesized(depth), name(), Span.NONE);
      case 6 -> new Expression.Index(parenthesized(depth), expression(depth + 1), Span.NONE);
      case 7 -> new Expression.Call(parenthesized(depth), expressions(depth), Span.NONE, Span.NONE);
      case 8 -> new Expression.Unary(UnaryOperator.NEGATE, parenthesized(depth), Span.NONE);
      default ->
          new Expression.Binary(
              parenthesized(depth),
              OPERATORS.get(random.nextInt(OPERATORS.size())),
              Span.NONE,
              parenthesized(depth),
              Span.NONE);
    };
  }

  private Expression parenthesized(int depth) {
    return new Expression.Parenthesized(expression(depth + 1), Span.NONE);
  }

  private List<Expression> expressions(int depth) {
    var all = new ArrayList<Expression>();
    for (int i = random.nextInt(4); i > 0; i--) {
      all.add(expression(depth + 1));
    }
    return all;
  }

  private Expression object(int depth) {
    var fields = new ArrayList<Expression.Field>();
    for (int i = random.nextInt(4); i > 0; i--) {
      String key = random.nextBoolean() ? "k" + i : "key " + i + (random.nextBoolean() ? "\"" : "");
      fields.add(new Expression.Field(key, "", Span.NONE, expression(depth + 1)));
    }
    return new Expression.ObjectExpression(fields, Span.NONE);
  }

  private String text() {
    var text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.appendCodePoint(
          switch (random.nextInt(5)) {
            case 0 -> random.nextInt(0x20);
            case 1 -> 0x1F600 + random.nextInt(10);
            case 2 -> "\"\\`\t".charAt(random.nextInt(4));
            default -> 'a' + random.nextInt(26);
          });
    }
    return text.toString();
  }
}
