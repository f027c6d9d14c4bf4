package io.tributary.river.stdlib.text;

/// The flags, width and precision of one directive. Belongs to one formatting.
final class Flags {
  static final int NONE = -1;

  private boolean sharp;
  private boolean zero;
  private boolean plus;
  private boolean minus;
  private boolean space;
  private boolean goSyntax;
  private int width = NONE;
  private int precision = NONE;

  /// False when the character is no flag.
  boolean set(char flag) {
    switch (flag) {
      case '#' -> sharp = true;
      case '0' -> zero = true;
      case '+' -> plus = true;
      case '-' -> minus = true;
      case ' ' -> space = true;
      default -> {
        return false;
      }
    }
    return true;
  }

  /// For the verb `v`, `#` asks for the syntax of Go and `+` for the names of fields.
  void toGoSyntax() {
    goSyntax = sharp;
    sharp = false;
    plus = false;
  }

  /// A negative width pads on the right.
  void setWidth(int width) {
    this.width = Math.abs(width);
    minus |= width < 0;
  }

  void setPrecision(int precision) {
    this.precision = precision;
  }

  boolean isSharp() {
    return sharp;
  }

  boolean isPlus() {
    return plus;
  }

  boolean isSpace() {
    return space;
  }

  boolean isGoSyntax() {
    return goSyntax;
  }

  /// Zeros go between the sign and the digits.
  boolean padsWithZeros() {
    return zero && !minus && width != NONE;
  }

  int width() {
    return width;
  }

  int precision() {
    return precision;
  }

  /// The text, as wide as was asked for.
  String padded(String text, boolean mayBeZeros) {
    int missing = width - text.codePointCount(0, text.length());
    if (missing <= 0) {
      return text;
    }
    if (minus) {
      return text + " ".repeat(missing);
    }
    return (zero && mayBeZeros ? "0" : " ").repeat(missing) + text;
  }
}
