package io.tributary.river.value;

import io.tributary.base.config.ConfigException;
import io.tributary.river.value.Value.ArrayValue;
import io.tributary.river.value.Value.BoolValue;
import io.tributary.river.value.Value.CapsuleValue;
import io.tributary.river.value.Value.NullValue;
import io.tributary.river.value.Value.ObjectValue;
import io.tributary.river.value.Value.StringValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Values as types of the host, with the conversions that happen by themselves: numbers and texts
/// into one another, texts into secrets, null into the zero of any type. Truth values never, and a
/// single value does not become a list.
///
/// All methods throw [ValueException] where a value does not fit.
///
/// Source: grafana/alloy `syntax/internal/value/decode.go`, `value.go`.
public final class Convert {
  private Convert() {}

  public static String toText(Value value) {
    return switch (value) {
      case NullValue _ -> "";
      case StringValue(var text) -> text;
      case NumberValue number -> number.text();
      case CapsuleValue(var capsule) ->
          textOf(value, capsule).orElseThrow(() -> ValueException.type(value, ValueType.STRING));
      case BoolValue _, ArrayValue _, ObjectValue _, FunctionValue _ ->
          throw ValueException.type(value, ValueType.STRING);
    };
  }

  public static boolean toBool(Value value) {
    return switch (value) {
      case NullValue _ -> false;
      case BoolValue(var bool) -> bool;
      case NumberValue _,
          StringValue _,
          ArrayValue _,
          ObjectValue _,
          FunctionValue _,
          CapsuleValue _ ->
          throw ValueException.type(value, ValueType.BOOL);
    };
  }

  public static NumberValue toNumber(Value value) {
    return switch (value) {
      case NullValue _ -> NumberValue.of(0);
      case NumberValue number -> number;
      case StringValue(var text) -> number(value, text);
      case CapsuleValue(OptionalSecret content) when !content.isSecret() ->
          number(value, content.content().value());
      case BoolValue _, ArrayValue _, ObjectValue _, FunctionValue _, CapsuleValue _ ->
          throw ValueException.type(value, ValueType.NUMBER);
    };
  }

  /// A text with a minus is a whole number, one with a point or an exponent a fraction, any other a
  /// whole number without a sign.
  private static NumberValue number(Value value, String text) {
    try {
      if (text.startsWith("-")) {
        return NumberValue.of(Long.parseLong(text));
      }
      boolean isFloat = text.chars().anyMatch(c -> c == '.' || c == 'e' || c == 'E');
      if (!isFloat && !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return NumberValue.ofUnsigned(Long.parseUnsignedLong(text));
      }
      Double number = isFloat ? GoNumbers.parse(text) : null;
      if (number != null) {
        return NumberValue.of(number);
      }
    } catch (NumberFormatException e) {
      // Out of range or no number; said below.
    }
    throw ValueException.type(value, ValueType.NUMBER);
  }

  public static SecretCapsule toSecret(Value value) {
    return switch (value) {
      case NullValue _ -> SecretCapsule.of("");
      case StringValue(var text) -> SecretCapsule.of(text);
      case CapsuleValue(SecretCapsule secret) -> secret;
      case CapsuleValue(OptionalSecret optional) -> new SecretCapsule(optional.content());
      case CapsuleValue(var capsule) ->
          throw new ValueException(
              value,
              "expected capsule(\"Secret\"), got capsule(\"" + capsule.capsuleName() + "\")");
      case BoolValue _, NumberValue _, ArrayValue _, ObjectValue _, FunctionValue _ ->
          throw ValueException.type(value, ValueType.CAPSULE);
    };
  }

  public static OptionalSecret toOptionalSecret(Value value) {
    return switch (value) {
      case StringValue(var text) -> OptionalSecret.of(text, false);
      case NullValue _ -> OptionalSecret.of("", false);
      case CapsuleValue(OptionalSecret optional) -> optional;
      case CapsuleValue _,
          BoolValue _,
          NumberValue _,
          ArrayValue _,
          ObjectValue _,
          FunctionValue _ ->
          new OptionalSecret(toSecret(value).secret(), true);
    };
  }

  /// The elements of a list, each as `reader` wants it; none of null.
  public static <T> List<T> toList(Value value, Arguments.Reader<T> reader) {
    return switch (value) {
      case NullValue _ -> List.of();
      case ArrayValue(var elements) -> {
        var list = new ArrayList<T>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
          list.add(inside(value, "[" + i + "]", elements.get(i), reader));
        }
        yield list;
      }
      case BoolValue _,
          NumberValue _,
          StringValue _,
          ObjectValue _,
          FunctionValue _,
          CapsuleValue _ ->
          throw ValueException.type(value, ValueType.ARRAY);
    };
  }

  /// The fields of an object, each as `reader` wants it; none of null.
  public static <T> Map<String, T> toMap(Value value, Arguments.Reader<T> reader) {
    var map = new LinkedHashMap<String, T>();
    toObject(value).forEach((key, field) -> map.put(key, inside(value, "." + key, field, reader)));
    return map;
  }

  /// The fields of an object, or of a capsule that can be read like one; none of null.
  public static Map<String, Value> toObject(Value value) {
    return switch (value) {
      case NullValue _ -> Map.of();
      case ObjectValue(var fields) -> fields;
      case CapsuleValue(var capsule) ->
          capsule.asObject().orElseThrow(() -> ValueException.type(value, ValueType.OBJECT));
      case BoolValue _, NumberValue _, StringValue _, ArrayValue _, FunctionValue _ ->
          throw ValueException.type(value, ValueType.OBJECT);
    };
  }

  /// A capsule of the host's type; `name` is what messages call that. Null has no capsule.
  public static <T> Optional<T> toCapsule(Value value, Class<T> type, String name) {
    if (value instanceof NullValue) {
      return Optional.empty();
    }
    if (!(value instanceof CapsuleValue(var capsule))) {
      throw ValueException.type(value, ValueType.CAPSULE);
    }
    if (!type.isInstance(capsule)) {
      throw new ValueException(
          value, "expected capsule(\"" + name + "\"), got " + value.describe());
    }
    return Optional.of(type.cast(capsule));
  }

  private static <T> T inside(
      Value container, String accessor, Value inner, Arguments.Reader<T> reader) {
    try {
      return reader.read(inner);
    } catch (ValueException e) {
      throw e.within(container, accessor);
    }
  }

  private static Optional<String> textOf(Value value, Capsule capsule) {
    try {
      return capsule.asText();
    } catch (ConfigException e) {
      throw new ValueException(value, String.valueOf(e.getMessage()));
    }
  }
}
