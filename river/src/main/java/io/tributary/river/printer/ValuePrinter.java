package io.tributary.river.printer;

import io.tributary.base.secret.Secret;
import io.tributary.base.text.Quoting;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Values as text: what could stand in a file stands as it would, capsules and functions by their
/// type, secrets never. Fields come sorted, each on a line.
public final class ValuePrinter {
  private final StringBuilder out = new StringBuilder();

  private ValuePrinter() {}

  public static String print(Value value) {
    return RiverPrinter.formatSource(source(value));
  }

  /// The same without a thought for its looks.
  public static String source(Value value) {
    var printer = new ValuePrinter();
    printer.append(value);
    return printer.out.toString();
  }

  private void append(Value value) {
    switch (value) {
      case NullValue _ -> out.append("null");
      case BoolValue(var bool) -> out.append(bool);
      case NumberValue number -> out.append(number.text());
      case StringValue(var text) -> out.append(Quoting.quote(text));
      case ArrayValue(var elements) -> array(elements);
      case ObjectValue(var fields) -> object(fields);
      case FunctionValue function -> out.append(function.describe());
      case CapsuleValue(var capsule) -> capsule(value, capsule);
    }
  }

  private void array(List<Value> elements) {
    out.append('[');
    for (int i = 0; i < elements.size(); i++) {
      out.append(i == 0 ? "" : ", ");
      append(elements.get(i));
    }
    out.append(']');
  }

  private void object(Map<String, Value> fields) {
    out.append(fields.isEmpty() ? "{" : "{\n");
    new TreeMap<>(fields)
        .forEach((key, value) -> {
          out.append(Keys.print(key)).append(" = ");
          append(value);
          out.append(",\n");
        });
    out.append('}');
  }

  private void capsule(Value value, Capsule capsule) {
    if (capsule instanceof SecretCapsule || (capsule instanceof OptionalSecret o && o.isSecret())) {
      out.append(Secret.REDACTED);
    } else if (capsule instanceof OptionalSecret plain) {
      out.append(Quoting.quote(plain.content().value()));
    } else {
      capsule.asObject().ifPresentOrElse(this::object, () -> out.append(value.describe()));
    }
  }
}
