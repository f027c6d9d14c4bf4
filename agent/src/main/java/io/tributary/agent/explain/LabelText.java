package io.tributary.agent.explain;

import io.tributary.base.config.ConfigException;
import io.tributary.base.text.Quoting;
import io.tributary.model.labels.Labels;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Label sets as people write them: `{"a": "b"}` as JSON has it, or `{a="b"}` as PromQL has it.
public final class LabelText {
  private static final JsonFactory JSON = new JsonFactory();

  private LabelText() {}

  /// Throws [ConfigException] where it is neither.
  public static Labels parse(String text) {
    String stripped = text.strip();
    if (!stripped.startsWith("{") || !stripped.endsWith("}")) {
      throw new ConfigException(
          "not labels: "
              + Quoting.excerpt(text)
              + ", expected {\"name\": \"value\"} or {name=\"value\"}");
    }
    try {
      return ofJson(stripped);
    } catch (JacksonException e) {
      return promQl(stripped, e);
    } catch (ConfigException e) {
      throw new ConfigException("not labels: " + e.getMessage(), e);
    }
  }

  /// A JSON object and nothing behind it. Throws [JacksonException] where it is no JSON, and
  /// [ConfigException] where it is no object of texts.
  public static Labels ofJson(String text) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new ConfigException("expected an object");
      }
      Labels labels = read(json);
      if (json.nextToken() != null) {
        throw new ConfigException("expected nothing behind the object");
      }
      return labels;
    }
  }

  /// Reads an object from behind its brace.
  static Labels read(JsonParser json) {
    var labels = new Labels.Builder();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      if (json.nextToken() != JsonToken.VALUE_STRING) {
        throw new ConfigException("expected a text as value of label \"" + name + '"');
      }
      labels.set(name, json.getString());
    }
    return labels.build();
  }

  /// The labels of a sample with a name that does not matter.
  private static Labels promQl(String text, JacksonException notJson) {
    try {
      var labels = new Labels.Builder(SampleText.labels("x" + text));
      return labels.set(Labels.METRIC_NAME, "").build();
    } catch (ConfigException e) {
      throw new ConfigException(
          "not labels: "
              + Quoting.excerpt(text)
              + ", neither as JSON ("
              + notJson.getOriginalMessage()
              + ") nor as {name=\"value\"}",
          e);
    }
  }
}
