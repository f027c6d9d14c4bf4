package io.tributary.river.stdlib.path;

import io.tributary.base.config.ConfigException;

/// The text of a path while it is read, shared by those who read its parts.
final class PathText {
  static final int END = -1;

  /// Brackets and parentheses inside one another.
  private static final int MAX_DEPTH = 100;

  private final String text;
  private int at;
  private int depth;

  PathText(String text) {
    this.text = text;
  }

  int peek() {
    return at < text.length() ? text.charAt(at) : END;
  }

  int take() {
    int c = peek();
    at++;
    return c;
  }

  /// Takes these characters if they are next.
  boolean takes(String wanted) {
    boolean isThere = text.startsWith(wanted, at);
    at += isThere ? wanted.length() : 0;
    return isThere;
  }

  /// The next character that is no blank, not taken.
  int peekPastBlanks() {
    while (peek() == ' ') {
      at++;
    }
    return peek();
  }

  void expect(char wanted) {
    if (peekPastBlanks() != wanted) {
      throw problem("not terminated");
    }
    at++;
  }

  /// The letters from here on.
  String letters() {
    int start = at;
    while (peek() >= 'a' && peek() <= 'z') {
      at++;
    }
    return text.substring(start, at);
  }

  /// The characters of a name that needs no quotes.
  String name() {
    int start = at;
    while (isNameCharacter(peek())) {
      at++;
    }
    return text.substring(start, at);
  }

  static boolean isNameCharacter(int c) {
    return (c >= '0' && c <= '9')
        || (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c > ' ' && "#%;?^_{|}~".indexOf(c) >= 0)
        || c >= 0x80;
  }

  int integer() {
    int start = at;
    if (peekPastBlanks() == '-') {
      at++;
    }
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    try {
      return Integer.parseInt(text.substring(start, at).strip());
    } catch (NumberFormatException e) {
      throw problem("expected a number");
    }
  }

  /// The characters of a number with or without fraction and exponent.
  String number() {
    int start = at;
    at++;
    while (isInNumber()) {
      at++;
    }
    return text.substring(start, at);
  }

  private boolean isInNumber() {
    int c = peek();
    boolean isSign = (c == '+' || c == '-') && "eE".indexOf(text.charAt(at - 1)) >= 0;
    return (c >= '0' && c <= '9') || c == '.' || c == 'e' || c == 'E' || isSign;
  }

  /// A text in quotes; the opening one was taken.
  String quoted(int quote) {
    var out = new StringBuilder();
    while (peek() != quote) {
      int c = take();
      if (c == END) {
        throw problem("not terminated");
      }
      out.append((char) (c == '\\' ? escape() : c));
    }
    at++;
    return out.toString();
  }

  private int escape() {
    int c = take();
    return switch (c) {
      case 'b' -> '\b';
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'f' -> '\f';
      case 'r' -> '\r';
      case '"', '\'', '\\' -> c;
      case 'x' -> hex(2);
      case 'u', 'U' -> hex(4);
      default -> throw problem("not a valid escaped character");
    };
  }

  private int hex(int digits) {
    int value = 0;
    for (int i = 0; i < digits; i++) {
      int digit = Character.digit(take(), 16);
      if (digit < 0) {
        throw problem("not a valid hexadecimal character");
      }
      value = (value << 4) | digit;
    }
    return value;
  }

  /// The source of a regular expression; the opening slash was taken.
  String regex() {
    int start = at;
    while (peek() != '/' && peek() != END) {
      at += peek() == '\\' ? 2 : 1;
    }
    String source = text.substring(start, Math.min(at, text.length()));
    expect('/');
    return source;
  }

  void enter() {
    if (++depth > MAX_DEPTH) {
      throw problem("nested too deeply");
    }
  }

  void leave() {
    depth--;
  }

  ConfigException problem(String reason) {
    return new ConfigException(reason + " at " + (at + 1) + " in " + text);
  }
}
