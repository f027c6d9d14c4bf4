package io.tributary.runtime.api;

import io.tributary.base.secret.Secret;
import io.tributary.river.value.Capsule;
import io.tributary.river.value.FunctionValue;
import io.tributary.river.value.NumberValue;
import io.tributary.river.value.OptionalSecret;
import io.tributary.river.value.SecretCapsule;
import io.tributary.river.value.Value;
import io.tributary.river.value.Value.ArrayValue;
import io.tributary.river.value.Value.BoolValue;
import io.tributary.river.value.Value.CapsuleValue;
import io.tributary.river.value.Value.NullValue;
import io.tributary.river.value.Value.ObjectValue;
import io.tributary.river.value.Value.StringValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A value as the API tells it: an object with `type` and `value`. Secrets do not get this far.
public sealed interface ValueJson {
  /// Has no `value`.
  record NullJson() implements ValueJson {}

  /// Always a floating-point number.
  record NumberJson(double value) implements ValueJson {}

  /// A text.
  record StringJson(String value) implements ValueJson {}

  /// `true` or `false`.
  record BoolJson(boolean value) implements ValueJson {}

  /// A list.
  record ArrayJson(List<ValueJson> value) implements ValueJson {}

  /// An object: a list of its fields, sorted.
  record ObjectJson(List<Field> value) implements ValueJson {}

  /// A field of an object.
  record Field(String key, ValueJson value) {}

  /// A function, by its description.
  record FunctionJson(String value) implements ValueJson {}

  /// A capsule, by its text or its description.
  record CapsuleJson(String value) implements ValueJson {}

  /// The content of `type`.
  default String type() {
    return switch (this) {
      case NullJson _ -> "null";
      case NumberJson _ -> "number";
      case StringJson _ -> "string";
      case BoolJson _ -> "bool";
      case ArrayJson _ -> "array";
      case ObjectJson _ -> "object";
      case FunctionJson _ -> "function";
      case CapsuleJson _ -> "capsule";
    };
  }

  static ValueJson of(Value value) {
    return switch (value) {
      case NullValue _ -> new NullJson();
      case BoolValue(var bool) -> new BoolJson(bool);
      case NumberValue number -> new NumberJson(number.toDouble());
      case StringValue(var text) -> new StringJson(text);
      case ArrayValue(var elements) -> array(elements);
      case ObjectValue(var fields) -> object(fields);
      case FunctionValue function -> new FunctionJson(function.describe());
      case CapsuleValue(var capsule) -> capsule(capsule, value);
    };
  }

  private static ValueJson array(List<Value> elements) {
    return new ArrayJson(elements.stream().map(ValueJson::of).toList());
  }

  private static ValueJson object(Map<String, Value> fields) {
    var all = new ArrayList<Field>(fields.size());
    new TreeMap<>(fields).forEach((key, field) -> all.add(new Field(key, of(field))));
    return new ObjectJson(List.copyOf(all));
  }

  private static ValueJson capsule(Capsule capsule, Value value) {
    return switch (capsule) {
      case SecretCapsule _ -> new CapsuleJson(Secret.REDACTED);
      case OptionalSecret secret ->
          new CapsuleJson(secret.isSecret() ? Secret.REDACTED : secret.content().value());
      default ->
          capsule
              .asObject()
              .map(ValueJson::object)
              .orElseGet(() -> new CapsuleJson(value.describe()));
    };
  }
}
