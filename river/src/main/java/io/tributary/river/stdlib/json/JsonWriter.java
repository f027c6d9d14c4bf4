package io.tributary.river.stdlib.json;

import io.tributary.base.config.ConfigException;
import io.tributary.river.syntax.Limits;
import io.tributary.river.value.Capsule;
import io.tributary.river.value.FunctionValue;
import io.tributary.river.value.NumberValue;
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

/// Writes values as JSON on one line: keys sorted, and what HTML would obey escaped, as Go does it.
/// Secrets are refused.
public final class JsonWriter {
  private final StringBuilder out = new StringBuilder();

  private JsonWriter() {}

  /// Throws [ConfigException] for what has no form in JSON.
  public static String write(Value value) {
    var writer = new JsonWriter();
    writer.append(value);
    return writer.out.toString();
  }

  private void append(Value value) {
    Limits.checkText(out.length());
    switch (value) {
      case NullValue _ -> out.append("null");
      case BoolValue(var bool) -> out.append(bool);
      case NumberValue number -> out.append(JsonNumbers.text(number));
      case StringValue(var text) -> string(text);
      case ArrayValue(var elements) -> array(elements);
      case ObjectValue(var fields) -> object(fields);
      case FunctionValue _ -> throw new ConfigException("json: unsupported type: function");
      case CapsuleValue(var capsule) -> capsule(value, capsule);
    }
  }

  private void capsule(Value value, Capsule capsule) {
    var text = capsule.asText();
    if (text.isPresent()) {
      string(text.get());
      return;
    }
    object(
        capsule
            .asObject()
            .orElseThrow(() -> new ConfigException("json: unsupported type: " + value.describe())));
  }

  private void array(List<Value> elements) {
    out.append('[');
    for (int i = 0; i < elements.size(); i++) {
      out.append(i == 0 ? "" : ",");
      append(elements.get(i));
    }
    out.append(']');
  }

  private void object(Map<String, Value> fields) {
    out.append('{');
    String separator = "";
    for (var field : new TreeMap<>(fields).entrySet()) {
      out.append(separator);
      string(field.getKey());
      out.append(':');
      append(field.getValue());
      separator = ",";
    }
    out.append('}');
  }

  private void string(String text) {
    out.append('"');
    text.codePoints().forEach(this::character);
    out.append('"');
  }

  private void character(int c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '<', '>', '&', 0x2028, 0x2029 -> out.append("\\u%04x".formatted(c));
      default -> {
        if (c < 0x20) {
          out.append("\\u%04x".formatted(c));
        } else {
          out.appendCodePoint(c);
        }
      }
    }
  }
}
