package io.tributary.agent.explain;

import io.tributary.base.config.ConfigException;
import io.tributary.base.text.Quoting;
import io.tributary.model.labels.Labels;
import java.util.Map;
import java.util.TreeMap;
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
      return json(stripped);
    } catch (JacksonException e) {
      return promQl(stripped, e);
    }
  }

  private static Labels json(String text) {
    Map<String, String> labels = new TreeMap<>();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        if (json.nextToken() != JsonToken.VALUE_STRING) {
          throw new ConfigException("not labels: the value of \"" + name + "\" is not a text");
        }
        labels.put(name, json.getString());
      }
    }
    return Labels.of(labels);
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
