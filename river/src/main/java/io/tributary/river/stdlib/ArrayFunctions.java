package io.tributary.river.stdlib;

import static io.tributary.river.stdlib.Stdlib.function;
import static io.tributary.river.value.FunctionValue.ANY;

import io.tributary.base.config.ConfigException;
import io.tributary.river.syntax.Limits;
import io.tributary.river.value.Arguments;
import io.tributary.river.value.Equality;
import io.tributary.river.value.NumberValue;
import io.tributary.river.value.Value;
import io.tributary.river.value.Value.BoolValue;
import io.tributary.river.value.Value.CapsuleValue;
import io.tributary.river.value.Value.ObjectValue;
import io.tributary.river.value.Value.StringValue;
import io.tributary.river.value.ValueException;
import io.tributary.river.value.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `array.*`: lists put together, also like tables of a database.
final class ArrayFunctions {
  private ArrayFunctions() {}

  static Map<String, Value> all() {
    return Stdlib.named(
        function("concat", 0, ANY, ArrayFunctions::concat),
        function("combine_maps", 0, ANY, ArrayFunctions::combineMaps),
        function("group_by", 0, ANY, ArrayFunctions::groupBy));
  }

  private static Value concat(Arguments arguments) {
    var all = new ArrayList<Value>();
    for (int i = 0; i < arguments.count(); i++) {
      all.addAll(arguments.elements(i));
      Limits.checkElements(all.size());
    }
    return Value.of(all);
  }

  /// Each object on the left merged with each on the right that has equal values for all the keys.
  /// With the fourth argument, what does not match stays: once for every object that it does not
  /// match, as in the original.
  private static Value combineMaps(Arguments arguments) {
    if (arguments.count() != 3 && arguments.count() != 4) {
      throw new ConfigException(
          "combine_maps: expected 3 or 4 arguments, got " + arguments.count());
    }
    List<ObjectValue> left = objects(arguments.elements(0));
    List<ObjectValue> right = objects(arguments.elements(1));
    List<String> keys = texts(arguments.elements(2));
    if (keys.isEmpty()) {
      throw new ValueException(
          arguments.get(2), "combine_maps: merge conditions must not be empty");
    }
    boolean keepsUnmatched = arguments.count() == 4 && bool(arguments.get(3));
    var combined = new ArrayList<Value>();
    for (int i = 0; i < left.size(); i++) {
      for (ObjectValue other : right) {
        if (matches(left.get(i), other, keys)) {
          combined.add(merged(left.get(i), other));
        } else if (keepsUnmatched) {
          combined.add(arguments.elements(0).get(i));
        }
        Limits.checkElements(combined.size());
      }
    }
    return Value.of(combined);
  }

  private static boolean matches(ObjectValue left, ObjectValue right, List<String> keys) {
    for (String key : keys) {
      Value a = left.fields().get(key);
      Value b = right.fields().get(key);
      if (a == null || b == null || !isSame(a, b)) {
        return false;
      }
    }
    return true;
  }

  /// Other than the operator, this tells kinds of numbers apart.
  private static boolean isSame(Value a, Value b) {
    boolean sameKind =
        !(a instanceof NumberValue x && b instanceof NumberValue y) || x.kind() == y.kind();
    return sameKind && Equality.equal(a, b);
  }

  private static Value merged(ObjectValue left, ObjectValue right) {
    var fields = new LinkedHashMap<>(left.fields());
    fields.putAll(right.fields());
    return Value.of(fields);
  }

  /// Objects with the same text under a key, together: `{ KEY = text, items = [...] }`, in the
  /// order in which the texts come up.
  private static Value groupBy(Arguments arguments) {
    if (arguments.count() != 3) {
      throw new ConfigException("group_by: expected 3 arguments, got " + arguments.count());
    }
    List<Value> items = arguments.elements(0);
    String key = text(arguments.get(1));
    boolean dropsMissing = bool(arguments.get(2));
    var groups = new LinkedHashMap<String, List<Value>>();
    for (ObjectValue item : objects(items)) {
      Value group = item.fields().get(key);
      if (group != null || !dropsMissing) {
        groups.computeIfAbsent(group == null ? "" : text(group), _ -> new ArrayList<>()).add(item);
      }
    }
    var all = new ArrayList<Value>();
    groups.forEach((text, members) -> {
      var fields = new LinkedHashMap<String, Value>();
      fields.put(key, Value.of(text));
      fields.put("items", Value.of(members));
      all.add(Value.of(fields));
    });
    return Value.of(all);
  }

  private static List<ObjectValue> objects(List<Value> elements) {
    return elements.stream().map(ArrayFunctions::object).toList();
  }

  private static ObjectValue object(Value value) {
    if (value instanceof ObjectValue object) {
      return object;
    }
    if (value instanceof CapsuleValue(var capsule)) {
      return new ObjectValue(
          capsule.asObject().orElseThrow(() -> ValueException.type(value, ValueType.OBJECT)));
    }
    throw ValueException.type(value, ValueType.OBJECT);
  }

  private static List<String> texts(List<Value> elements) {
    return elements.stream().map(ArrayFunctions::text).toList();
  }

  private static String text(Value value) {
    if (value instanceof StringValue(var text)) {
      return text;
    }
    throw ValueException.type(value, ValueType.STRING);
  }

  private static boolean bool(Value value) {
    if (value instanceof BoolValue(var bool)) {
      return bool;
    }
    throw ValueException.type(value, ValueType.BOOL);
  }
}
