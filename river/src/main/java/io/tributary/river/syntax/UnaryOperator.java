package io.tributary.river.syntax;

/// Operators in front of a value.
public enum UnaryOperator {
  NOT("!"),
  NEGATE("-");

  private final String symbol;

  UnaryOperator(String symbol) {
    this.symbol = symbol;
  }

  public String symbol() {
    return symbol;
  }
}
