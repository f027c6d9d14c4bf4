package io.tributary.river.value;

import io.tributary.base.text.Floats;
import java.math.BigDecimal;
import java.math.BigInteger;

/// A number: to the language they are one type, but arithmetic and `format` tell them apart.
///
/// `bits` is the number itself for the whole kinds, and its IEEE bits for FLOAT.
public record NumberValue(Kind kind, long bits) implements Value {
  /// What a number is by its form, the narrowest first: of two, the wider one wins.
  public enum Kind {
    UNSIGNED,
    SIGNED,
    FLOAT
  }

  private static final double TWO_TO_63 = 0x1p63;

  public static NumberValue of(long value) {
    return new NumberValue(Kind.SIGNED, value);
  }

  public static NumberValue ofUnsigned(long bits) {
    return new NumberValue(Kind.UNSIGNED, bits);
  }

  public static NumberValue of(double value) {
    return new NumberValue(Kind.FLOAT, Double.doubleToRawLongBits(value));
  }

  public boolean isFloat() {
    return kind == Kind.FLOAT;
  }

  /// 64 bits, cut and wrapped where need be.
  public long toLong() {
    return isFloat() ? (long) toDouble() : bits;
  }

  /// 64 bits without a sign, cut and wrapped where need be.
  public long toUnsigned() {
    if (!isFloat()) {
      return bits;
    }
    double value = toDouble();
    return value < TWO_TO_63 ? (long) value : (long) (value - TWO_TO_63) ^ Long.MIN_VALUE;
  }

  public double toDouble() {
    return switch (kind) {
      case FLOAT -> Double.longBitsToDouble(bits);
      case SIGNED -> bits;
      case UNSIGNED -> bits >= 0 ? bits : new BigInteger(Long.toUnsignedString(bits)).doubleValue();
    };
  }

  /// The exact value; of a number that is finite.
  public BigDecimal toDecimal() {
    return switch (kind) {
      case FLOAT -> new BigDecimal(toDouble());
      case SIGNED -> BigDecimal.valueOf(bits);
      case UNSIGNED -> new BigDecimal(Long.toUnsignedString(bits));
    };
  }

  public boolean isFinite() {
    return !isFloat() || Double.isFinite(toDouble());
  }

  /// Decimal, as short as it reads back the same, without an exponent.
  public String text() {
    return switch (kind) {
      case UNSIGNED -> Long.toUnsignedString(bits);
      case SIGNED -> Long.toString(bits);
      case FLOAT -> Floats.plain(toDouble());
    };
  }
}
