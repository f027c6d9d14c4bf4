package io.tributary.river.eval;

import io.tributary.river.syntax.BinaryOperator;
import io.tributary.river.syntax.Limits;
import io.tributary.river.syntax.UnaryOperator;
import io.tributary.river.value.Equality;
import io.tributary.river.value.Equality.Order;
import io.tributary.river.value.NumberValue;
import io.tributary.river.value.Value;
import io.tributary.river.value.Value.BoolValue;
import io.tributary.river.value.Value.CapsuleValue;
import io.tributary.river.value.Value.StringValue;
import io.tributary.river.value.ValueException;
import io.tributary.river.value.ValueType;
import java.util.List;

/// What operators do. Both operands are values already: nothing is short-circuited.
///
/// The left operand must be of a type that the operator takes, the right one of the same type;
/// nothing is converted but secrets.
///
/// Source: grafana/alloy `syntax/internal/transform/binary.go`, `unary.go`.
final class Operators {
  private Operators() {}

  static Value apply(UnaryOperator operator, Value operand) {
    return switch (operator) {
      case NOT -> {
        if (operand instanceof BoolValue(var bool)) {
          yield Value.of(!bool);
        }
        throw ValueException.type(operand, ValueType.BOOL);
      }
      case NEGATE -> {
        if (operand instanceof NumberValue number) {
          yield Arithmetic.negate(number);
        }
        throw ValueException.type(operand, ValueType.NUMBER);
      }
    };
  }

  static Value apply(Value left, BinaryOperator operator, Value right) {
    if (left instanceof CapsuleValue || right instanceof CapsuleValue) {
      Value result = Secrets.apply(left, operator, right);
      if (result != null) {
        return result;
      }
    }
    return switch (operator) {
      case EQUAL -> Value.of(Equality.equal(left, right));
      case NOT_EQUAL -> Value.of(!Equality.equal(left, right));
      default -> {
        checkTypes(left, operator, right);
        yield sameType(left, operator, right);
      }
    };
  }

  private static List<ValueType> accepted(BinaryOperator operator) {
    return switch (operator) {
      case OR, AND -> List.of(ValueType.BOOL);
      case PLUS, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
          List.of(ValueType.NUMBER, ValueType.STRING);
      case MINUS, TIMES, DIVIDE, MODULO, POWER -> List.of(ValueType.NUMBER);
      case EQUAL, NOT_EQUAL -> List.of(ValueType.values());
    };
  }

  private static void checkTypes(Value left, BinaryOperator operator, Value right) {
    List<ValueType> accepted = accepted(operator);
    for (Value value : List.of(left, right)) {
      if (!accepted.contains(value.type())) {
        String types = String.join(" ", accepted.stream().map(ValueType::toString).toList());
        throw new ValueException(
            value,
            "should be one of ["
                + types
                + "] for binop "
                + operator.symbol()
                + ", got "
                + value.type());
      }
    }
    if (left.type() != right.type()) {
      throw ValueException.type(right, left.type());
    }
  }

  private static Value sameType(Value left, BinaryOperator operator, Value right) {
    if (left instanceof BoolValue(var a) && right instanceof BoolValue(var b)) {
      return Value.of(operator == BinaryOperator.OR ? a || b : a && b);
    }
    if (left instanceof StringValue(var a) && right instanceof StringValue(var b)) {
      return operator == BinaryOperator.PLUS
          ? Value.of(join(a, b, right))
          : Value.of(holds(Equality.compare(a, b), operator));
    }
    if (left instanceof NumberValue a && right instanceof NumberValue b) {
      return switch (operator) {
        case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
            Value.of(holds(Equality.compare(a, b), operator));
        default -> Arithmetic.apply(a, operator, b);
      };
    }
    throw new IllegalStateException("BUG: unchecked types for " + operator);
  }

  static String join(String left, String right, Value culprit) {
    if (left.length() + right.length() > Limits.TEXT) {
      throw new ValueException(culprit, "makes a text that is longer than the limit");
    }
    return left + right;
  }

  private static boolean holds(Order order, BinaryOperator operator) {
    return switch (operator) {
      case LESS -> order == Order.LESS;
      case LESS_OR_EQUAL -> order == Order.LESS || order == Order.EQUAL;
      case GREATER -> order == Order.GREATER;
      default -> order == Order.GREATER || order == Order.EQUAL;
    };
  }
}
