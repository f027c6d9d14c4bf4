package io.tributary.river.eval;

import io.tributary.river.syntax.BinaryOperator;
import io.tributary.river.value.Equality;
import io.tributary.river.value.NumberValue;
import io.tributary.river.value.NumberValue.Kind;
import io.tributary.river.value.ValueException;

/// Arithmetic in the wider kind of the two operands. Whole numbers wrap around at 64 bits, division
/// cuts towards zero.
final class Arithmetic {
  private Arithmetic() {}

  static NumberValue negate(NumberValue number) {
    return number.isFloat() ? NumberValue.of(-number.toDouble()) : NumberValue.of(-number.toLong());
  }

  static NumberValue apply(NumberValue left, BinaryOperator operator, NumberValue right) {
    boolean divides = operator == BinaryOperator.DIVIDE || operator == BinaryOperator.MODULO;
    if (divides && right.toDouble() == 0) {
      throw new ValueException(right, "divide by zero error");
    }
    Kind kind = Equality.wider(left, right);
    return switch (kind) {
      case FLOAT -> NumberValue.of(floating(left.toDouble(), operator, right.toDouble()));
      case SIGNED -> NumberValue.of(signed(left.toLong(), operator, right.toLong()));
      case UNSIGNED -> NumberValue.ofUnsigned(unsigned(left.bits(), operator, right.bits()));
    };
  }

  private static double floating(double a, BinaryOperator operator, double b) {
    return switch (operator) {
      case PLUS -> a + b;
      case MINUS -> a - b;
      case TIMES -> a * b;
      case DIVIDE -> a / b;
      case MODULO -> a % b;
      case POWER -> a == 1 || (a == -1 && Double.isInfinite(b)) ? 1 : Math.pow(a, b);
      default -> throw notArithmetic(operator);
    };
  }

  private static long signed(long a, BinaryOperator operator, long b) {
    return switch (operator) {
      case PLUS -> a + b;
      case MINUS -> a - b;
      case TIMES -> a * b;
      case DIVIDE -> a / b;
      case MODULO -> a % b;
      case POWER -> a == 1 ? 1 : b < 0 ? a : power(a, b);
      default -> throw notArithmetic(operator);
    };
  }

  private static long unsigned(long a, BinaryOperator operator, long b) {
    return switch (operator) {
      case DIVIDE -> Long.divideUnsigned(a, b);
      case MODULO -> Long.remainderUnsigned(a, b);
      case POWER -> power(a, b);
      default -> signed(a, operator, b);
    };
  }

  /// `exponent` counts without a sign; by squaring, as it may be of any size.
  private static long power(long base, long exponent) {
    long result = 1;
    long square = base;
    for (long rest = exponent; rest != 0; rest >>>= 1) {
      if ((rest & 1) == 1) {
        result *= square;
      }
      square *= square;
    }
    return result;
  }

  private static IllegalStateException notArithmetic(BinaryOperator operator) {
    return new IllegalStateException("BUG: not arithmetic: " + operator);
  }
}
