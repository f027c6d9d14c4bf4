package io.tributary.wire.exposition;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads the numbers of text expositions, straight from bytes.
///
/// Up to eight digits are taken from one `long` load. What is at most 2^53 with a power of ten up
/// to 22 is exact in one operation (Clinger); the rest goes through the 128-bit product of Eisel
/// and Lemire, and what that cannot decide (subnormals, ties, a few of the long fractions) through
/// `Double.parseDouble`. The result is always the nearest double.
///
/// Source: Lemire, "Number Parsing at a Gigabyte per Second" (2021); accepted texts as in
/// Prometheus `model/textparse` `parseFloat` over Go's `strconv.ParseFloat`.
public final class FloatParser {
  /// The bits that every NaN text gives: Prometheus' ordinary NaN, never its staleness marker.
  public static final long NAN_BITS = 0x7ff8000000000001L;

  /// Where a number ended. Reused by its owner, so that parsing allocates nothing.
  public static final class End {
    /// The offset behind the number, or -1 when there was none.
    public int at;

    public End() {}
  }

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ZEROS = 0x3030303030303030L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long POSITIVE_INFINITY = 0x7ff0000000000000L;
  private static final long SIGN = 1L << 63;

  private static final long[] LONG_POWERS = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
  };
  private static final double[] DOUBLE_POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  /// Digits that always fit an unsigned long.
  private static final int MAX_DIGITS = 19;

  private FloatParser() {}

  /// Reads the longest number that starts at `from` and returns its raw bits; `end.at` is then the
  /// offset behind it, at most `limit`. If there is none, or it is too large for a double, returns
  /// 0 with `end.at` -1.
  ///
  /// The caller must look at the byte behind the number: `0x1p4`, `1_000` or `12abc` end early, at
  /// a byte that no separator is. Accepted are decimals with an optional sign, fraction and
  /// exponent, and `Inf`, `Infinity` and `NaN` in any case with an optional sign. `NaN` with a
  /// sign, as C's `printf` writes it, is more than Prometheus takes.
  ///
  /// `b` must hold eight bytes behind `limit`; they are loaded but not used.
  public static long parse(byte[] b, int from, int limit, End end) {
    int p = from;
    long sign = 0;
    if (p < limit) {
      byte c = b[p];
      if (c == '-') {
        sign = SIGN;
        p++;
      } else if (c == '+') {
        p++;
      }
    }
    int digitsFrom = p;
    long mantissa = 0;
    int n;
    do {
      long chunk = (long) LONG.get(b, p) ^ ZEROS;
      n = Math.min(leadingDigits(chunk), limit - p);
      if (n > 0) {
        mantissa = mantissa * LONG_POWERS[n] + value(chunk << ((8 - n) << 3));
        p += n;
      }
    } while (n == 8);
    int digits = p - digitsFrom;
    int exponent = 0;
    if (p < limit && b[p] == '.') {
      p++;
      int fractionFrom = p;
      do {
        long chunk = (long) LONG.get(b, p) ^ ZEROS;
        n = Math.min(leadingDigits(chunk), limit - p);
        if (n > 0) {
          mantissa = mantissa * LONG_POWERS[n] + value(chunk << ((8 - n) << 3));
          p += n;
        }
      } while (n == 8);
      exponent = fractionFrom - p;
      digits -= exponent;
    }
    if (digits == 0) {
      return notANumber(b, digitsFrom, limit, sign, end);
    }
    if (p < limit && (b[p] | 0x20) == 'e') {
      return withExponent(b, digitsFrom, p, limit, sign, mantissa, exponent, digits, end);
    }
    end.at = p;
    if (digits <= MAX_DIGITS && mantissa >>> 53 == 0 && exponent >= -22) {
      double exact = exponent == 0 ? mantissa : mantissa / DOUBLE_POWERS[-exponent];
      return Double.doubleToRawLongBits(exact) | sign;
    }
    return inexact(b, digitsFrom, p, sign, mantissa, exponent, digits, end);
  }

  /// How many of the eight bytes, from the lowest, are digits. `chunk` has '0' taken off each byte.
  private static int leadingDigits(long chunk) {
    long others = (((chunk & ~HIGH_BITS) + 0x7676767676767676L) | chunk) & HIGH_BITS;
    return Long.numberOfTrailingZeros(others) >>> 3;
  }

  /// The number that eight bytes of value 0 to 9 spell, the lowest byte being the first digit:
  /// pairs, then fours, then eight.
  private static long value(long digits) {
    long pairs = digits * 10 + (digits >>> 8);
    return ((pairs & 0x000000FF000000FFL) * (100 + (1_000_000L << 32))
            + ((pairs >>> 16) & 0x000000FF000000FFL) * (1 + (10_000L << 32)))
        >>> 32;
  }

  private static long withExponent(
      byte[] b,
      int digitsFrom,
      int at,
      int limit,
      long sign,
      long mantissa,
      int fraction,
      int digits,
      End end) {
    int p = at + 1;
    boolean negative = p < limit && b[p] == '-';
    if (negative || (p < limit && b[p] == '+')) {
      p++;
    }
    int exponent = 0;
    int exponentFrom = p;
    while (p < limit && b[p] >= '0' && b[p] <= '9') {
      if (exponent < 100_000) {
        exponent = exponent * 10 + (b[p] - '0');
      }
      p++;
    }
    if (p == exponentFrom) {
      end.at = -1;
      return 0;
    }
    end.at = p;
    int scale = fraction + (negative ? -exponent : exponent);
    if (digits <= MAX_DIGITS && mantissa >>> 53 == 0 && scale >= -22 && scale <= 22) {
      double exact = scale < 0 ? mantissa / DOUBLE_POWERS[-scale] : mantissa * DOUBLE_POWERS[scale];
      return Double.doubleToRawLongBits(exact) | sign;
    }
    return inexact(b, digitsFrom, p, sign, mantissa, scale, digits, end);
  }

  /// The path for what one floating-point operation cannot do exactly.
  private static long inexact(
      byte[] b, int digitsFrom, int to, long sign, long mantissa, int scale, int digits, End end) {
    if (digits > MAX_DIGITS) {
      return manyDigits(b, digitsFrom, to, sign, scale, end);
    }
    long bits = Powers.multiply(mantissa, scale);
    return bits >= 0 ? bits | sign : exactly(b, digitsFrom, to, sign, end);
  }

  /// More digits than a long holds: leading zeros do not count, and where the first nineteen decide
  /// the result whatever follows them, they are enough.
  private static long manyDigits(byte[] b, int from, int to, long sign, int scale, End end) {
    long mantissa = 0;
    int taken = 0;
    int dropped = 0;
    boolean exact = true;
    for (int p = from; p < to; p++) {
      int digit = b[p] - '0';
      if (b[p] == '.') {
        continue;
      }
      if (digit < 0 || digit > 9) {
        break;
      }
      if (taken < MAX_DIGITS) {
        mantissa = mantissa * 10 + digit;
        taken += mantissa == 0 ? 0 : 1;
      } else {
        dropped++;
        exact &= digit == 0;
      }
    }
    long low = Powers.multiply(mantissa, scale + dropped);
    if (low >= 0 && (exact || low == Powers.multiply(mantissa + 1, scale + dropped))) {
      return low | sign;
    }
    return exactly(b, from, to, sign, end);
  }

  private static long exactly(byte[] b, int from, int to, long sign, End end) {
    double value = Double.parseDouble(new String(b, from, to - from, StandardCharsets.ISO_8859_1));
    if (Double.isInfinite(value)) {
      end.at = -1;
      return 0;
    }
    return Double.doubleToRawLongBits(value) | sign;
  }

  private static long notANumber(byte[] b, int from, int limit, long sign, End end) {
    if (isWord(b, from, limit, "nan")) {
      end.at = from + 3;
      return NAN_BITS;
    }
    if (isWord(b, from, limit, "inf")) {
      end.at = from + (isWord(b, from, limit, "infinity") ? 8 : 3);
      return POSITIVE_INFINITY | sign;
    }
    end.at = -1;
    return 0;
  }

  private static boolean isWord(byte[] b, int from, int limit, String lowerCase) {
    if (limit - from < lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < lowerCase.length(); i++) {
      if ((b[from + i] | 0x20) != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// The powers of ten to 128 bits, and the product with them.
  private static final class Powers {
    private static final int MIN = -348;
    private static final int MAX = 347;

    /// The leading 128 bits of 10^e, rounded down: high halves, then low halves.
    private static final long[] HIGH = new long[MAX - MIN + 1];

    private static final long[] LOW = new long[MAX - MIN + 1];

    static {
      for (int e = MIN; e <= MAX; e++) {
        BigInteger power = BigInteger.TEN.pow(Math.abs(e));
        BigInteger leading;
        if (e >= 0) {
          leading = power.shiftLeft(128).shiftRight(power.bitLength());
        } else {
          leading = BigInteger.ONE.shiftLeft(127 + power.bitLength()).divide(power);
          leading = leading.shiftRight(leading.bitLength() - 128);
        }
        HIGH[e - MIN] = leading.shiftRight(64).longValue();
        LOW[e - MIN] = leading.longValue();
      }
    }

    /// The bits of the double nearest to `mantissa` · 10^`scale`, or -1 where 128 bits do not
    /// decide it, or where it is subnormal or too large. `mantissa` is unsigned.
    static long multiply(long mantissa, int scale) {
      if (mantissa == 0) {
        return 0;
      }
      if (scale < MIN || scale > MAX) {
        return -1;
      }
      int shift = Long.numberOfLeadingZeros(mantissa);
      long m = mantissa << shift;
      // floor(log2(10^scale)) + 64, biased; 217706 / 2^16 is log2(10) closely enough.
      long exponent = ((217706L * scale) >> 16) + 64 + 1023 - shift;

      long high = Math.unsignedMultiplyHigh(m, HIGH[scale - MIN]);
      long low = m * HIGH[scale - MIN];
      // The error is below m: only if adding it could carry into the bits that are kept does the
      // lower half of the power matter.
      if ((high & 0x1ff) == 0x1ff && Long.compareUnsigned(low + m, m) < 0) {
        long lowHigh = Math.unsignedMultiplyHigh(m, LOW[scale - MIN]);
        long lowLow = m * LOW[scale - MIN];
        long sum = low + lowHigh;
        if (Long.compareUnsigned(sum, low) < 0) {
          high++;
        }
        if ((high & 0x1ff) == 0x1ff && sum == -1 && Long.compareUnsigned(lowLow + m, m) < 0) {
          return -1;
        }
        low = sum;
      }
      int top = (int) (high >>> 63);
      long kept = high >>> (top + 9);
      exponent -= 1 ^ top;
      if (low == 0 && (high & 0x1ff) == 0 && (kept & 3) == 1) {
        return -1; // Half way between two doubles, as far as 128 bits can tell.
      }
      kept = (kept + (kept & 1)) >>> 1;
      if (kept >>> 53 != 0) {
        kept >>>= 1;
        exponent++;
      }
      if (exponent < 1 || exponent >= 0x7ff) {
        return -1;
      }
      return (exponent << 52) | (kept & ((1L << 52) - 1));
    }
  }

  /// Parses a whole text: for cold code and labels. Returns false, leaving `bits[0]` alone, when
  /// `b[from, to)` is not exactly one number.
  static boolean parseWhole(byte[] b, int from, int to, End end, long[] bits) {
    byte[] padded = b.length - to >= 8 ? b : Arrays.copyOf(b, to + 8);
    long value = parse(padded, from, to, end);
    if (end.at != to) {
      return false;
    }
    bits[0] = value;
    return true;
  }
}
