package io.tributary.river.syntax;

import io.tributary.river.diag.Span;
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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Reads expressions by recursive descent, binary operators by climbing precedences.
///
/// Source: grafana/alloy `syntax/parser/internal.go`.
final class ExpressionParser {
  private static final Set<TokenKind> ENDS_OF_VALUES =
      EnumSet.of(
          TokenKind.TERMINATOR,
          TokenKind.CLOSE_PAREN,
          TokenKind.CLOSE_CURLY,
          TokenKind.CLOSE_BRACKET,
          TokenKind.COMMA);

  private final TokenStream tokens;

  /// How many levels the tree has that was returned last.
  private int depth;

  ExpressionParser(TokenStream tokens) {
    this.tokens = tokens;
  }

  Expression expression() {
    tokens.enter();
    Expression expression = binary(1);
    tokens.leave();
    return expression;
  }

  /// Operators of at least this precedence, the left ones first.
  private Expression binary(int lowest) {
    Expression left = power();
    while (true) {
      BinaryOperator operator = BinaryOperator.of(tokens.current().kind());
      if (operator == null || operator.precedence() < lowest) {
        return left;
      }
      int leftDepth = depth;
      Span place = tokens.span(tokens.take());
      Expression right = binary(operator.precedence() + 1);
      left = joined(left, leftDepth, operator, place, right);
    }
  }

  /// The only operator that binds to the right.
  private Expression power() {
    Expression left = unary();
    if (!tokens.is(TokenKind.POWER)) {
      return left;
    }
    int leftDepth = depth;
    Span place = tokens.span(tokens.take());
    tokens.enter();
    Expression right = power();
    tokens.leave();
    return joined(left, leftDepth, BinaryOperator.POWER, place, right);
  }

  private Expression joined(
      Expression left, int leftDepth, BinaryOperator operator, Span place, Expression right) {
    deepen(Math.max(leftDepth, depth));
    return new Binary(left, operator, place, right, left.span().to(right.span()));
  }

  private Expression unary() {
    if (!tokens.is(TokenKind.NOT) && !tokens.is(TokenKind.MINUS)) {
      return postfix();
    }
    UnaryOperator operator = tokens.is(TokenKind.NOT) ? UnaryOperator.NOT : UnaryOperator.NEGATE;
    Span place = tokens.span(tokens.take());
    tokens.enter();
    Expression operand = unary();
    tokens.leave();
    deepen(depth);
    return new Unary(operator, operand, place.to(operand.span()));
  }

  private Expression postfix() {
    Expression value = operand();
    while (true) {
      switch (tokens.current().kind()) {
        case DOT -> value = access(value);
        case OPEN_BRACKET -> value = index(value);
        case OPEN_PAREN -> value = call(value);
        case STRING, OPEN_CURLY -> {
          if (!blockInsteadOfValue(value)) {
            return value;
          }
        }
        default -> {
          return value;
        }
      }
    }
  }

  private Expression access(Expression value) {
    tokens.take();
    Token token = tokens.expect(TokenKind.IDENTIFIER);
    var name = new Name(token.text(), tokens.span(token));
    deepen(depth);
    return new Access(value, name, value.span().to(name.span()));
  }

  private Expression index(Expression value) {
    int valueDepth = depth;
    tokens.take();
    Expression index = expression();
    Token close = tokens.expect(TokenKind.CLOSE_BRACKET);
    deepen(Math.max(valueDepth, depth));
    return new Index(value, index, value.span().to(tokens.span(close)));
  }

  private Expression call(Expression callee) {
    int calleeDepth = depth;
    Token open = tokens.take();
    List<Expression> arguments = List.of();
    depth = 0;
    if (!tokens.is(TokenKind.CLOSE_PAREN)) {
      arguments = list(TokenKind.CLOSE_PAREN);
    }
    Token close = tokens.expect(TokenKind.CLOSE_PAREN);
    deepen(Math.max(calleeDepth, depth));
    return new Call(callee, arguments, tokens.span(open), callee.span().to(tokens.span(close)));
  }

  /// Somebody may have written a block behind an equals sign: reads it as one to say so. False when
  /// it is none either, and the rest of the statement was skipped.
  private boolean blockInsteadOfValue(Expression value) {
    if (tokens.is(TokenKind.STRING)) {
      tokens.take();
    }
    if (!tokens.expect(TokenKind.OPEN_CURLY).is(TokenKind.OPEN_CURLY)) {
      tokens.skipStatement();
      return false;
    }
    int valueDepth = depth;
    new StatementParser(tokens, this).body(TokenKind.CLOSE_CURLY, new ArrayList<>());
    depth = valueDepth;
    Token close = tokens.expect(TokenKind.CLOSE_CURLY);
    if (!close.is(TokenKind.CLOSE_CURLY)) {
      tokens.skipStatement();
      return false;
    }
    tokens.report(value.span().to(tokens.span(close)), "cannot use a block as an expression");
    return true;
  }

  private Expression operand() {
    depth = 0;
    return switch (tokens.current().kind()) {
      case IDENTIFIER -> {
        deepen(0);
        Token token = tokens.take();
        yield new Identifier(token.text(), tokens.span(token));
      }
      case STRING -> literal(Literal.Kind.STRING);
      case NUMBER -> literal(Literal.Kind.NUMBER);
      case FLOAT -> literal(Literal.Kind.FLOAT);
      case BOOL -> literal(Literal.Kind.BOOL);
      case NULL -> literal(Literal.Kind.NULL);
      case OPEN_PAREN -> parenthesized();
      case OPEN_BRACKET -> array();
      case OPEN_CURLY -> object();
      default -> missing();
    };
  }

  private Expression literal(Literal.Kind kind) {
    deepen(0);
    Token token = tokens.take();
    return new Literal(kind, token.text(), tokens.span(token));
  }

  private Expression missing() {
    deepen(0);
    Token token = tokens.current();
    tokens.error("expected expression, got " + token.kind());
    tokens.skipTo(ENDS_OF_VALUES);
    return new Literal(Literal.Kind.NULL, "null", tokens.span(token));
  }

  private Expression parenthesized() {
    Token open = tokens.take();
    Expression inner = expression();
    Token close = tokens.expect(TokenKind.CLOSE_PAREN);
    deepen(depth);
    return new Parenthesized(inner, tokens.span(open, close));
  }

  private Expression array() {
    Token open = tokens.take();
    List<Expression> elements = List.of();
    if (!tokens.is(TokenKind.CLOSE_BRACKET)) {
      elements = list(TokenKind.CLOSE_BRACKET);
    }
    Token close = tokens.expect(TokenKind.CLOSE_BRACKET);
    deepen(depth);
    return new ArrayExpression(elements, tokens.span(open, close));
  }

  /// Leaves the depth of the deepest one.
  private List<Expression> list(TokenKind end) {
    var elements = new ArrayList<Expression>();
    int deepest = 0;
    while (!tokens.is(end) && !tokens.is(TokenKind.END)) {
      elements.add(expression());
      deepest = Math.max(deepest, depth);
      if (tokens.is(end)) {
        break;
      }
      if (!tokens.is(TokenKind.COMMA)) {
        tokens.error("missing ',' in expression list");
      }
      tokens.take();
    }
    depth = deepest;
    return elements;
  }

  private Expression object() {
    Token open = tokens.take();
    var fields = new ArrayList<Field>();
    int deepest = 0;
    while (!tokens.is(TokenKind.CLOSE_CURLY) && !tokens.is(TokenKind.END)) {
      fields.add(field());
      deepest = Math.max(deepest, depth);
      if (tokens.is(TokenKind.CLOSE_CURLY)) {
        break;
      }
      if (!tokens.is(TokenKind.COMMA)) {
        tokens.error("missing ',' in field list");
      }
      tokens.take();
    }
    Token close = tokens.expect(TokenKind.CLOSE_CURLY);
    deepen(deepest);
    return new ObjectExpression(fields, tokens.span(open, close));
  }

  private Field field() {
    Token key = tokens.current();
    if (tokens.is(TokenKind.STRING) || tokens.is(TokenKind.IDENTIFIER)) {
      tokens.take();
    } else {
      tokens.error("expected field name (string or identifier), got " + key.kind());
      tokens.skipTo(TokenKind.ASSIGN);
    }
    tokens.expect(TokenKind.ASSIGN);
    String source = key.text();
    boolean isQuoted = key.is(TokenKind.STRING) && source.length() > 2;
    String text = isQuoted ? source.substring(1, source.length() - 1) : source;
    return new Field(text, source, tokens.span(key), expression());
  }

  private void deepen(int below) {
    depth = below + 1;
    tokens.count(depth);
  }
}
