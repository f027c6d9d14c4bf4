package io.tributary.river.syntax;

/// Kinds of tokens, each with the name that messages call it by.
///
/// Source: grafana/alloy `syntax/token/token.go`.
enum TokenKind {
  ILLEGAL("ILLEGAL"),
  END("EOF"),
  COMMENT("COMMENT"),
  IDENTIFIER("IDENT"),
  NUMBER("NUMBER"),
  FLOAT("FLOAT"),
  STRING("STRING"),
  BOOL("BOOL"),
  NULL("NULL"),
  OR("||"),
  AND("&&"),
  NOT("!"),
  ASSIGN("="),
  EQUAL("=="),
  NOT_EQUAL("!="),
  LESS("<"),
  LESS_OR_EQUAL("<="),
  GREATER(">"),
  GREATER_OR_EQUAL(">="),
  PLUS("+"),
  MINUS("-"),
  TIMES("*"),
  DIVIDE("/"),
  MODULO("%"),
  POWER("^"),
  OPEN_CURLY("{"),
  CLOSE_CURLY("}"),
  OPEN_PAREN("("),
  CLOSE_PAREN(")"),
  OPEN_BRACKET("["),
  CLOSE_BRACKET("]"),
  COMMA(","),
  DOT("."),
  TERMINATOR("TERMINATOR");

  private final String word;

  TokenKind(String word) {
    this.word = word;
  }

  static TokenKind ofWord(String word) {
    return switch (word) {
      case "true", "false" -> BOOL;
      case "null" -> NULL;
      default -> IDENTIFIER;
    };
  }

  /// Whether a line that ends behind such a token ends a statement.
  boolean mayEndStatement() {
    return switch (this) {
      case IDENTIFIER, NUMBER, FLOAT, STRING, BOOL, NULL, CLOSE_CURLY, CLOSE_PAREN, CLOSE_BRACKET ->
          true;
      case ILLEGAL,
          END,
          COMMENT,
          OR,
          AND,
          NOT,
          ASSIGN,
          EQUAL,
          NOT_EQUAL,
          LESS,
          LESS_OR_EQUAL,
          GREATER,
          GREATER_OR_EQUAL,
          PLUS,
          MINUS,
          TIMES,
          DIVIDE,
          MODULO,
          POWER,
          OPEN_CURLY,
          OPEN_PAREN,
          OPEN_BRACKET,
          COMMA,
          DOT,
          TERMINATOR ->
          false;
    };
  }

  @Override
  public String toString() {
    return word;
  }
}
