package io.tributary.river.value;

import java.util.List;
import java.util.Map;

/// A value of the language; immutable.
///
/// Two objects that are equal may have come from different expressions: errors are placed by
/// identity, so values are not shared where it can be helped.
public sealed interface Value
    permits Value.NullValue,
        Value.BoolValue,
        NumberValue,
        Value.StringValue,
        Value.ArrayValue,
        Value.ObjectValue,
        FunctionValue,
        Value.CapsuleValue {

  default ValueType type() {
    return switch (this) {
      case NullValue _ -> ValueType.NULL;
      case BoolValue _ -> ValueType.BOOL;
      case NumberValue _ -> ValueType.NUMBER;
      case StringValue _ -> ValueType.STRING;
      case ArrayValue _ -> ValueType.ARRAY;
      case ObjectValue _ -> ValueType.OBJECT;
      case FunctionValue _ -> ValueType.FUNCTION;
      case CapsuleValue _ -> ValueType.CAPSULE;
    };
  }

  /// The type as messages put it; for a capsule with its name.
  default String describe() {
    return type().toString();
  }

  static Value ofNull() {
    return new NullValue();
  }

  static Value of(boolean value) {
    return new BoolValue(value);
  }

  static Value of(long value) {
    return NumberValue.of(value);
  }

  static Value of(double value) {
    return NumberValue.of(value);
  }

  static Value of(String text) {
    return new StringValue(text);
  }

  static Value of(List<Value> elements) {
    return new ArrayValue(elements);
  }

  static Value of(Map<String, Value> fields) {
    return new ObjectValue(fields);
  }

  static Value of(Capsule capsule) {
    return new CapsuleValue(capsule);
  }

  /// The absence of a value.
  record NullValue() implements Value {}

  /// `true` or `false`.
  record BoolValue(boolean value) implements Value {}

  /// A text.
  record StringValue(String text) implements Value {}

  /// A list of anything.
  record ArrayValue(List<Value> elements) implements Value {
    public ArrayValue {
      elements = List.copyOf(elements);
    }
  }

  /// Fields by name. The order is that in which they were given, and says nothing.
  record ObjectValue(Map<String, Value> fields) implements Value {
    public ObjectValue {
      fields = Fields.copyOf(fields);
    }
  }

  /// Something of the host that the language passes on and does not look into.
  record CapsuleValue(Capsule capsule) implements Value {
    @Override
    public String describe() {
      return "capsule(\"" + capsule.capsuleName() + "\")";
    }
  }
}
