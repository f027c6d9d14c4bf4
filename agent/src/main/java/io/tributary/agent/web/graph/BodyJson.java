package io.tributary.agent.web.graph;

import io.tributary.runtime.api.StatementJson;
import io.tributary.runtime.api.StatementJson.AttrJson;
import io.tributary.runtime.api.StatementJson.BlockJson;
import io.tributary.runtime.api.ValueJson;
import io.tributary.runtime.api.ValueJson.ArrayJson;
import io.tributary.runtime.api.ValueJson.BoolJson;
import io.tributary.runtime.api.ValueJson.CapsuleJson;
import io.tributary.runtime.api.ValueJson.FunctionJson;
import io.tributary.runtime.api.ValueJson.NullJson;
import io.tributary.runtime.api.ValueJson.NumberJson;
import io.tributary.runtime.api.ValueJson.ObjectJson;
import io.tributary.runtime.api.ValueJson.StringJson;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// Bodies and values of the language as JSON.
///
/// Source: grafana/alloy `syntax/encoding/alloyjson`.
final class BodyJson {
  /// Whole numbers up to here are written without an exponent, as Go does.
  private static final double MOST_PLAIN = 1e21;

  private BodyJson() {}

  static void write(JsonGenerator json, String name, List<StatementJson> body) {
    json.writeArrayPropertyStart(name);
    body.forEach(statement -> write(json, statement));
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, StatementJson statement) {
    json.writeStartObject();
    json.writeStringProperty("name", statement.name());
    switch (statement) {
      case AttrJson(_, var value) -> {
        json.writeStringProperty("type", "attr");
        json.writeName("value");
        write(json, value);
      }
      case BlockJson(_, var label, var body) -> {
        json.writeStringProperty("type", "block");
        if (!label.isEmpty()) {
          json.writeStringProperty("label", label);
        }
        write(json, "body", body);
      }
    }
    json.writeEndObject();
  }

  static void write(JsonGenerator json, ValueJson value) {
    json.writeStartObject();
    json.writeStringProperty("type", value.type());
    if (!(value instanceof NullJson)) {
      json.writeName("value");
      content(json, value);
    }
    json.writeEndObject();
  }

  private static void content(JsonGenerator json, ValueJson value) {
    switch (value) {
      case NullJson _ -> json.writeNull();
      case NumberJson(var number) -> number(json, number);
      case StringJson(var text) -> json.writeString(text);
      case BoolJson(var bool) -> json.writeBoolean(bool);
      case ArrayJson(var elements) -> {
        json.writeStartArray();
        elements.forEach(element -> write(json, element));
        json.writeEndArray();
      }
      case ObjectJson(var fields) -> {
        json.writeStartArray();
        for (ValueJson.Field field : fields) {
          json.writeStartObject();
          json.writeStringProperty("key", field.key());
          json.writeName("value");
          write(json, field.value());
          json.writeEndObject();
        }
        json.writeEndArray();
      }
      case FunctionJson(var text) -> json.writeString(text);
      case CapsuleJson(var text) -> json.writeString(text);
    }
  }

  /// JSON has no word for what is no number: that is told as null.
  private static void number(JsonGenerator json, double number) {
    if (!Double.isFinite(number)) {
      json.writeNull();
    } else if (number == Math.rint(number) && Math.abs(number) < MOST_PLAIN) {
      json.writeNumber(java.math.BigDecimal.valueOf(number).toBigInteger());
    } else {
      json.writeNumber(number);
    }
  }
}
