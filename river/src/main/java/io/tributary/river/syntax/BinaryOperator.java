package io.tributary.river.syntax;

import org.jspecify.annotations.Nullable;

/// Operators between two values. The higher the precedence, the tighter they bind.
public enum BinaryOperator {
  OR("||", 1),
  AND("&&", 2),
  EQUAL("==", 3),
  NOT_EQUAL("!=", 3),
  LESS("<", 3),
  LESS_OR_EQUAL("<=", 3),
  GREATER(">", 3),
  GREATER_OR_EQUAL(">=", 3),
  PLUS("+", 4),
  MINUS("-", 4),
  TIMES("*", 5),
  DIVIDE("/", 5),
  MODULO("%", 5),
  POWER("^", 6);

  private final String symbol;
  private final int precedence;

  BinaryOperator(String symbol, int precedence) {
    this.symbol = symbol;
    this.precedence = precedence;
  }

  public String symbol() {
    return symbol;
  }

  public int precedence() {
    return precedence;
  }

  static @Nullable BinaryOperator of(TokenKind kind) {
    for (BinaryOperator operator : values()) {
      if (operator.symbol.equals(kind.toString())) {
        return operator;
      }
    }
    return null;
  }
}
