package io.tributary.river.stdlib.path;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tributary.river.stdlib.path.Condition.Constant;
import io.tributary.river.stdlib.path.Condition.Count;
import io.tributary.river.stdlib.path.Condition.Found;
import io.tributary.river.stdlib.path.Condition.Function;
import io.tributary.river.stdlib.path.Condition.Items;
import io.tributary.river.stdlib.path.Condition.Not;
import io.tributary.river.stdlib.path.Condition.Nothing;
import io.tributary.river.stdlib.path.Condition.Operation;
import io.tributary.river.stdlib.path.Condition.Operator;
import io.tributary.river.stdlib.path.Condition.Regex;
import io.tributary.river.value.Equality;
import io.tributary.river.value.Equality.Order;
import io.tributary.river.value.NumberValue;
import io.tributary.river.value.Value;
import io.tributary.river.value.Value.ArrayValue;
import io.tributary.river.value.Value.BoolValue;
import io.tributary.river.value.Value.ObjectValue;
import io.tributary.river.value.Value.StringValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides which values a filter lets pass.
///
/// A path that finds several values makes the condition true if any of them does. What types do not
/// allow is false or nothing, never an error.
///
/// Source: ohler55/ojg `jp/script.go`.
final class FilterEvaluator {
  /// Choices among the values of several paths; more are not tried.
  private static final long MAX_CHOICES = 10_000;

  private final Step.Filter filter;
  private final Value document;

  /// What each path of the filter is taken to have found; null for nothing.
  private final List<@Nullable Value> chosen = new ArrayList<>();

  private Value current = Value.ofNull();

  FilterEvaluator(Step.Filter filter, Value document) {
    this.filter = filter;
    this.document = document;
  }

  boolean matches(Value value) {
    current = value;
    List<List<Value>> found = new ArrayList<>();
    long choices = 1;
    for (JsonPath path : filter.paths()) {
      List<Value> values = path.find(value, document);
      found.add(values);
      choices = Math.min(MAX_CHOICES, choices * Math.max(1, values.size()));
    }
    for (long choice = 0; choice < choices; choice++) {
      choose(found, choice);
      if (isTrue(filter.condition())) {
        return true;
      }
    }
    return false;
  }

  private void choose(List<List<Value>> found, long choice) {
    chosen.clear();
    long rest = choice;
    for (List<Value> values : found) {
      int count = Math.max(1, values.size());
      chosen.add(values.isEmpty() ? null : values.get((int) (rest % count)));
      rest /= count;
    }
  }

  /// A path is true when it finds something, whatever that is.
  private boolean isTrue(Condition condition) {
    Value value = value(condition);
    return condition instanceof Found ? value != null : value instanceof BoolValue(var b) && b;
  }

  /// Null for nothing.
  private @Nullable Value value(Condition condition) {
    return switch (condition) {
      case Constant(var value) -> value;
      case Nothing _ -> null;
      case Regex _ -> null;
      case Items(var items) -> items(items);
      case Found(var slot) -> chosen.get(slot);
      case Count(var path) -> Value.of((long) path.find(current, document).size());
      case Not(var operand) -> Value.of(!isTrue(operand));
      case Operation(var left, var operator, var right) -> operation(left, operator, right);
      case Function(var name, var left, var right) -> function(name, value(left), value(right));
    };
  }

  private Value items(List<Condition> items) {
    var values = new ArrayList<Value>();
    for (Condition item : items) {
      Value value = value(item);
      if (value != null) {
        values.add(value);
      }
    }
    return Value.of(values);
  }

  private @Nullable Value operation(Condition left, Operator operator, Condition right) {
    return switch (operator) {
      case OR -> Value.of(isTrue(left) || isTrue(right));
      case AND -> Value.of(isTrue(left) && isTrue(right));
      case EQUAL -> Value.of(isEqual(value(left), value(right)));
      case NOT_EQUAL -> Value.of(!isEqual(value(left), value(right)));
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
          Value.of(holds(order(value(left), value(right)), operator));
      case MATCHES, MATCHES_TOO -> Value.of(isMatch(value(left), right));
      case IN -> {
        Value item = value(left);
        yield Value.of(
            value(right) instanceof ArrayValue(var items)
                && items.stream().anyMatch(each -> isEqual(item, each)));
      }
      case EMPTY -> Value.of(value(right) instanceof BoolValue(var b) && isEmpty(value(left), b));
      case HAS, EXISTS ->
          Value.of(value(right) instanceof BoolValue(var b) && b == (value(left) != null));
      case PLUS, MINUS, TIMES, DIVIDE -> arithmetic(value(left), operator, value(right));
    };
  }

  private static boolean isEqual(@Nullable Value left, @Nullable Value right) {
    if (left == null || right == null) {
      return left == right;
    }
    return Equality.equal(left, right);
  }

  private static Order order(@Nullable Value left, @Nullable Value right) {
    if (left instanceof NumberValue a && right instanceof NumberValue b) {
      return Equality.compare(a, b);
    }
    if (left instanceof StringValue(var a) && right instanceof StringValue(var b)) {
      return Equality.compare(a, b);
    }
    return Order.NONE;
  }

  private static boolean holds(Order order, Operator operator) {
    return switch (order) {
      case LESS -> operator == Operator.LESS || operator == Operator.LESS_OR_EQUAL;
      case GREATER -> operator == Operator.GREATER || operator == Operator.GREATER_OR_EQUAL;
      case EQUAL -> operator == Operator.LESS_OR_EQUAL || operator == Operator.GREATER_OR_EQUAL;
      case NONE -> false;
    };
  }

  private boolean isMatch(@Nullable Value left, Condition right) {
    if (!(left instanceof StringValue(var text))) {
      return false;
    }
    if (right instanceof Regex(var pattern)) {
      return pattern.matcher(text).find();
    }
    return value(right) instanceof StringValue(var regex) && finds(regex, text);
  }

  private static boolean finds(String regex, String text) {
    try {
      return Pattern.compile(regex).matcher(text).find();
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  private static boolean isEmpty(@Nullable Value value, boolean wanted) {
    return switch (value) {
      case StringValue(var text) -> text.isEmpty() == wanted;
      case ArrayValue(var elements) -> elements.isEmpty() == wanted;
      case ObjectValue(var fields) -> fields.isEmpty() == wanted;
      case null, default -> false;
    };
  }

  private static @Nullable Value arithmetic(
      @Nullable Value left, Operator operator, @Nullable Value right) {
    if (operator == Operator.PLUS
        && left instanceof StringValue(var a)
        && right instanceof StringValue(var b)) {
      return Value.of(a + b);
    }
    if (!(left instanceof NumberValue a) || !(right instanceof NumberValue b)) {
      return null;
    }
    if (operator == Operator.DIVIDE && b.toDouble() == 0) {
      return null;
    }
    return a.isFloat() || b.isFloat()
        ? Value.of(floating(a.toDouble(), operator, b.toDouble()))
        : Value.of(whole(a.toLong(), operator, b.toLong()));
  }

  private static double floating(double a, Operator operator, double b) {
    return switch (operator) {
      case PLUS -> a + b;
      case MINUS -> a - b;
      case TIMES -> a * b;
      default -> a / b;
    };
  }

  private static long whole(long a, Operator operator, long b) {
    return switch (operator) {
      case PLUS -> a + b;
      case MINUS -> a - b;
      case TIMES -> a * b;
      default -> a / b;
    };
  }

  private static @Nullable Value function(
      Function.Name name, @Nullable Value left, @Nullable Value right) {
    return switch (name) {
      case LENGTH -> length(left);
      case SEARCH ->
          left instanceof StringValue(var text) && right instanceof StringValue(var regex)
              ? Value.of(finds(regex, text))
              : null;
      case MATCH ->
          left instanceof StringValue(var text) && right instanceof StringValue(var regex)
              ? Value.of(finds("^(?:" + regex + ")$", text))
              : null;
    };
  }

  private static @Nullable Value length(@Nullable Value value) {
    return switch (value) {
      case StringValue(var text) -> Value.of((long) text.getBytes(StandardCharsets.UTF_8).length);
      case ArrayValue(var elements) -> Value.of((long) elements.size());
      case ObjectValue(var fields) -> Value.of((long) fields.size());
      case null, default -> null;
    };
  }
}
