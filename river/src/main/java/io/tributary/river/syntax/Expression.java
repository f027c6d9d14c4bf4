package io.tributary.river.syntax;

import io.tributary.river.diag.Span;
import java.util.List;

/// An expression as it was written; parentheses are kept.
public sealed interface Expression extends Node {
  /// A constant, with the text that stands in the file: strings with their quotes and escapes.
  record Literal(Kind kind, String source, Span span) implements Expression {
    /// What a literal is by its form.
    public enum Kind {
      NULL,
      BOOL,
      NUMBER,
      FLOAT,
      STRING
    }
  }

  /// The name of something in scope.
  record Identifier(String name, Span span) implements Expression {}

  /// `[a, b]`; the span begins and ends at the brackets.
  record ArrayExpression(List<Expression> elements, Span span) implements Expression {
    public ArrayExpression {
      elements = List.copyOf(elements);
    }
  }

  /// `{ a = 1, "b" = 2 }`; the span begins and ends at the braces.
  record ObjectExpression(List<Field> fields, Span span) implements Expression {
    public ObjectExpression {
      fields = List.copyOf(fields);
    }
  }

  /// A field of an object. `key` is what stands between the quotes, escapes undecoded, as in the
  /// originals; `source` is how it was written, with the quotes; empty for a key that was not.
  record Field(String key, String source, Span keySpan, Expression value) {}

  /// `value.name`.
  record Access(Expression value, Name name, Span span) implements Expression {}

  /// `value[index]`.
  record Index(Expression value, Expression index, Span span) implements Expression {}

  /// `callee(a, b)`; `open` is the place of the parenthesis.
  record Call(Expression callee, List<Expression> arguments, Span open, Span span)
      implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /// `-operand`, `!operand`.
  record Unary(UnaryOperator operator, Expression operand, Span span) implements Expression {}

  /// `left operator right`.
  record Binary(
      Expression left, BinaryOperator operator, Span operatorSpan, Expression right, Span span)
      implements Expression {}

  /// `(inner)`.
  record Parenthesized(Expression inner, Span span) implements Expression {}
}
