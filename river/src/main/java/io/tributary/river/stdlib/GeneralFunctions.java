package io.tributary.river.stdlib;

import io.tributary.base.config.CleanPath;
import io.tributary.river.stdlib.json.JsonReader;
import io.tributary.river.stdlib.path.JsonPath;
import io.tributary.river.value.Arguments;
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

/// Functions that belong to no family.
final class GeneralFunctions {
  private GeneralFunctions() {}

  /// The only way from a secret to its text.
  static Value nonsensitive(Arguments arguments) {
    return Value.of(arguments.secret(0).secret().value());
  }

  /// The first argument that is something, else the last one.
  static Value coalesce(Arguments arguments) {
    for (Value value : arguments.values()) {
      if (!isNothing(value)) {
        return value;
      }
    }
    return arguments.count() == 0 ? Value.ofNull() : arguments.values().getLast();
  }

  private static boolean isNothing(Value value) {
    return switch (value) {
      case NullValue _ -> true;
      case BoolValue(var bool) -> !bool;
      case NumberValue number -> number.bits() == 0;
      case StringValue(var text) -> text.isEmpty();
      case ArrayValue(var elements) -> elements.isEmpty();
      case ObjectValue(var fields) -> fields.isEmpty();
      case FunctionValue _ -> false;
      case CapsuleValue(SecretCapsule(var secret)) -> secret.isEmpty();
      case CapsuleValue(OptionalSecret(var content, var isSecret)) ->
          content.isEmpty() && !isSecret;
      case CapsuleValue(var capsule) ->
          capsule.asObject().filter(fields -> fields.isEmpty()).isPresent();
    };
  }

  /// Always a list, of everything that a path finds in a JSON text.
  static Value jsonPath(Arguments arguments) {
    String json = arguments.text(0);
    JsonPath path = JsonPath.compile(arguments.text(1));
    return Value.of(path.find(JsonReader.wholeNumbers(json)));
  }

  static Value joinPath(Arguments arguments) {
    var joined = new StringBuilder();
    for (int i = 0; i < arguments.count(); i++) {
      String part = arguments.text(i);
      if (!part.isEmpty()) {
        joined.append(joined.isEmpty() ? "" : "/").append(part);
      }
    }
    return Value.of(joined.isEmpty() ? "" : CleanPath.of(joined.toString()));
  }
}
