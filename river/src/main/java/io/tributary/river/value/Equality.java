package io.tributary.river.value;

import io.tributary.river.value.Value.ArrayValue;
import io.tributary.river.value.Value.BoolValue;
import io.tributary.river.value.Value.CapsuleValue;
import io.tributary.river.value.Value.NullValue;
import io.tributary.river.value.Value.ObjectValue;
import io.tributary.river.value.Value.StringValue;
import java.util.List;
import java.util.Map;

/// When two values are equal in the language: of the same type, numbers by their worth, lists and
/// objects by their content, functions never.
public final class Equality {
  private Equality() {}

  public static boolean equal(Value left, Value right) {
    return switch (left) {
      case NullValue _ -> right instanceof NullValue;
      case BoolValue(var a) -> right instanceof BoolValue(var b) && a == b;
      case NumberValue a -> right instanceof NumberValue b && compare(a, b) == Order.EQUAL;
      case StringValue(var a) -> right instanceof StringValue(var b) && a.equals(b);
      case ArrayValue(var a) -> right instanceof ArrayValue(var b) && equal(a, b);
      case ObjectValue(var a) -> right instanceof ObjectValue(var b) && equal(a, b);
      case FunctionValue _ -> false;
      case CapsuleValue(var a) -> right instanceof CapsuleValue(var b) && a.equals(b);
    };
  }

  private static boolean equal(List<Value> left, List<Value> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!equal(left.get(i), right.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean equal(Map<String, Value> left, Map<String, Value> right) {
    return left.size() == right.size()
        && left.entrySet().stream()
            .allMatch(entry -> {
              Value other = right.get(entry.getKey());
              return other != null && equal(entry.getValue(), other);
            });
  }

  /// How two numbers stand to one another. NaN stands to none.
  public enum Order {
    LESS,
    EQUAL,
    GREATER,
    NONE
  }

  /// Compares in the wider kind of the two.
  public static Order compare(NumberValue left, NumberValue right) {
    return switch (wider(left, right)) {
      case UNSIGNED -> order(Long.compareUnsigned(left.bits(), right.bits()));
      case SIGNED -> order(Long.compare(left.toLong(), right.toLong()));
      case FLOAT -> {
        double a = left.toDouble();
        double b = right.toDouble();
        yield a == b ? Order.EQUAL : a < b ? Order.LESS : a > b ? Order.GREATER : Order.NONE;
      }
    };
  }

  public static NumberValue.Kind wider(NumberValue left, NumberValue right) {
    return left.kind().compareTo(right.kind()) >= 0 ? left.kind() : right.kind();
  }

  /// Texts byte by byte, which is by their characters: other than `compareTo`, which goes by halves
  /// of them.
  public static Order compare(String left, String right) {
    int at = 0;
    while (at < left.length() && at < right.length() && left.charAt(at) == right.charAt(at)) {
      at++;
    }
    if (at == left.length() || at == right.length()) {
      return order(Integer.compare(left.length(), right.length()));
    }
    if (at > 0
        && Character.isLowSurrogate(left.charAt(at))
        && Character.isLowSurrogate(right.charAt(at))) {
      at--;
    }
    return order(Integer.compare(left.codePointAt(at), right.codePointAt(at)));
  }

  private static Order order(int comparison) {
    return comparison < 0 ? Order.LESS : comparison > 0 ? Order.GREATER : Order.EQUAL;
  }
}
