package io.tributary.river.eval;

import io.tributary.base.text.Quoting;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.syntax.Expression.Literal;
import io.tributary.river.value.GoNumbers;
import io.tributary.river.value.NumberValue;
import io.tributary.river.value.Value;
import org.jspecify.annotations.Nullable;

/// The values of literals.
///
/// Whole numbers take the first kind that holds them: 64 bits with a sign, without one, floating
/// point. A zero in front makes a number octal, unless it has a digit that is not.
final class Literals {
  private Literals() {}

  static Value value(Literal literal) {
    return switch (literal.kind()) {
      case NULL -> Value.ofNull();
      case BOOL -> Value.of(literal.source().equals("true"));
      case STRING -> Value.of(Quoting.unquote(literal.source()));
      case NUMBER -> whole(literal);
      case FLOAT -> fraction(literal);
    };
  }

  private static Value whole(Literal literal) {
    String digits = literal.source();
    Value value = whole(digits, digits.startsWith("0") ? 8 : 10);
    return value == null ? fraction(literal) : value;
  }

  private static @Nullable Value whole(String digits, int base) {
    try {
      long bits = Long.parseUnsignedLong(digits, base);
      return bits >= 0 ? Value.of(bits) : NumberValue.ofUnsigned(bits);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static Value fraction(Literal literal) {
    Double value = GoNumbers.parse(literal.source());
    if (value == null) {
      throw new EvaluationException(
          Diagnostic.error(
              literal.span(),
              "strconv.ParseFloat: parsing "
                  + Quoting.quote(literal.source())
                  + ": value out of range"));
    }
    return Value.of(value);
  }
}
