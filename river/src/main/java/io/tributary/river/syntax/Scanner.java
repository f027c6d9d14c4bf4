package io.tributary.river.syntax;

import java.nio.charset.StandardCharsets;

/// Cuts a file into tokens, comments included.
///
/// The end of a line, and of the file, is a token of its own where the token before it may end a
/// statement: that is why a list that is closed on a line of its own needs a comma behind its last
/// element. A comment that reaches the end of the line comes behind that terminator.
///
/// Source: grafana/alloy `syntax/scanner/scanner.go`.
final class Scanner {
  /// Where errors go, with the offset of the place.
  @FunctionalInterface
  interface ErrorSink {
    void error(int offset, String message);
  }

  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private final byte[] in;
  private final ErrorSink errors;
  private final CharReader reader;
  private boolean terminatorPending;

  Scanner(byte[] in, ErrorSink errors) {
    this.in = in;
    this.errors = errors;
    reader = new CharReader(in, errors);
    if (reader.current() == BYTE_ORDER_MARK) {
      reader.next();
    }
  }

  /// The next token; behind the last one, END again and again.
  Token next() {
    skipBlanks();
    int start = reader.offset();
    int first = reader.current();
    if (Identifiers.isLetter(first)) {
      return word(start);
    }
    if (isDigit(first) || (first == '.' && isDigit(reader.peekByte()))) {
      return number(start);
    }
    if (first == '/' && (reader.peekByte() == '/' || reader.peekByte() == '*')) {
      return comment(start);
    }
    return punctuation(start, first);
  }

  private void skipBlanks() {
    while (reader.current() == ' '
        || reader.current() == '\t'
        || reader.current() == '\r'
        || (reader.current() == '\n' && !terminatorPending)) {
      reader.next();
    }
  }

  private Token word(int start) {
    while (Identifiers.isLetter(reader.current()) || Identifiers.isDigit(reader.current())) {
      reader.next();
    }
    String text = text(start);
    return token(TokenKind.ofWord(text), text, start);
  }

  private Token number(int start) {
    var kind = TokenKind.NUMBER;
    skipDigits();
    if (reader.current() == '.') {
      kind = TokenKind.FLOAT;
      reader.next();
      skipDigits();
    }
    if (reader.current() == 'e' || reader.current() == 'E') {
      kind = TokenKind.FLOAT;
      reader.next();
      if (reader.current() == '+' || reader.current() == '-') {
        reader.next();
      }
      if (!isDigit(reader.current())) {
        errors.error(start, "exponent has no digits");
      }
      skipDigits();
    }
    return token(kind, text(start), start);
  }

  private void skipDigits() {
    while (isDigit(reader.current())) {
      reader.next();
    }
  }

  /// A terminator first, if one is pending and the comment goes on to the end of the line.
  private Token comment(int start) {
    if (terminatorPending && CommentText.reachesLineEnd(in, start)) {
      terminatorPending = false;
      return new Token(TokenKind.TERMINATOR, "\n", start, start + 1);
    }
    reader.next();
    boolean isBlock = reader.current() == '*';
    reader.next();
    if (isBlock) {
      skipBlockComment(start);
    } else {
      while (reader.current() != '\n' && reader.current() != CharReader.END) {
        reader.next();
      }
    }
    String text = CommentText.withoutCarriageReturns(text(start), isBlock);
    return token(TokenKind.COMMENT, text, start);
  }

  private void skipBlockComment(int start) {
    while (reader.current() != CharReader.END) {
      int last = reader.current();
      reader.next();
      if (last == '*' && reader.current() == '/') {
        reader.next();
        return;
      }
    }
    errors.error(start, "block comment not terminated");
  }

  private Token punctuation(int start, int first) {
    reader.next();
    return switch (first) {
      case CharReader.END -> end(start);
      case '\n' -> terminator(start);
      case '\'' -> singleQuoted(start);
      case '"' -> string(TokenKind.STRING, start, '"');
      case '`' -> string(TokenKind.STRING, start, '`');
      case '|' -> doubled(TokenKind.OR, '|', start);
      case '&' -> doubled(TokenKind.AND, '&', start);
      case '!' -> orEqual(TokenKind.NOT, TokenKind.NOT_EQUAL, start);
      case '=' -> orEqual(TokenKind.ASSIGN, TokenKind.EQUAL, start);
      case '<' -> orEqual(TokenKind.LESS, TokenKind.LESS_OR_EQUAL, start);
      case '>' -> orEqual(TokenKind.GREATER, TokenKind.GREATER_OR_EQUAL, start);
      case '+' -> token(TokenKind.PLUS, "", start);
      case '-' -> token(TokenKind.MINUS, "", start);
      case '*' -> token(TokenKind.TIMES, "", start);
      case '/' -> token(TokenKind.DIVIDE, "", start);
      case '%' -> token(TokenKind.MODULO, "", start);
      case '^' -> token(TokenKind.POWER, "", start);
      case '{' -> token(TokenKind.OPEN_CURLY, "", start);
      case '}' -> token(TokenKind.CLOSE_CURLY, "", start);
      case '(' -> token(TokenKind.OPEN_PAREN, "", start);
      case ')' -> token(TokenKind.CLOSE_PAREN, "", start);
      case '[' -> token(TokenKind.OPEN_BRACKET, "", start);
      case ']' -> token(TokenKind.CLOSE_BRACKET, "", start);
      case ',' -> token(TokenKind.COMMA, "", start);
      case '.' -> token(TokenKind.DOT, "", start);
      default -> illegal(start, first);
    };
  }

  private Token end(int start) {
    return terminatorPending ? terminator(start) : new Token(TokenKind.END, "", start, start);
  }

  private Token terminator(int start) {
    terminatorPending = false;
    return new Token(TokenKind.TERMINATOR, "\n", start, start + 1);
  }

  private Token singleQuoted(int start) {
    errors.error(start, "illegal single-quoted string; use double quotes");
    Token token = string(TokenKind.ILLEGAL, start, '\'');
    terminatorPending = true;
    return token;
  }

  private Token string(TokenKind kind, int start, int quote) {
    boolean isRaw = quote == '`';
    while (true) {
      int c = reader.current();
      if (c == CharReader.END || (c == '\n' && !isRaw)) {
        errors.error(start, "string literal not terminated");
        break;
      }
      reader.next();
      if (c == quote) {
        break;
      }
      if (c == '\\' && !isRaw) {
        EscapeScanner.scan(reader, errors);
      }
    }
    return token(kind, text(start), start);
  }

  private Token doubled(TokenKind kind, char second, int start) {
    if (reader.current() == second) {
      reader.next();
    } else {
      errors.error(reader.offset(), "missing second " + second + " in " + kind);
    }
    return token(kind, "", start);
  }

  private Token orEqual(TokenKind alone, TokenKind withEqual, int start) {
    if (reader.current() != '=') {
      return token(alone, "", start);
    }
    reader.next();
    return token(withEqual, "", start);
  }

  /// Leaves a pending terminator pending.
  private Token illegal(int start, int first) {
    if (first != BYTE_ORDER_MARK) {
      errors.error(start, "illegal character " + CharReader.describe(first));
    }
    return new Token(TokenKind.ILLEGAL, Character.toString(first), start, reader.offset());
  }

  private Token token(TokenKind kind, String text, int start) {
    terminatorPending = kind.mayEndStatement();
    return new Token(kind, text, start, reader.offset());
  }

  private String text(int start) {
    return new String(in, start, reader.offset() - start, StandardCharsets.UTF_8);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
