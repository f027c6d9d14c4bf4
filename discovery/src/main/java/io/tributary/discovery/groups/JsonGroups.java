package io.tributary.discovery.groups;

import io.tributary.discovery.TargetGroup;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Reads `[{"targets": ["host:port", …], "labels": {"name": "value", …}}, …]`, token by token.
///
/// As strict as Prometheus, which reads it with Go's decoder: unknown fields are errors, values are
/// strings, field names match in any case, null stands for the empty value except as a group.
///
/// Source: prometheus/prometheus `discovery/targetgroup/targetgroup.go`.
public final class JsonGroups {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(16)
                  .maxStringLength(1 << 20)
                  .maxNameLength(64 << 10)
                  .build())
          .build();

  private final JsonParser parser;
  private final GroupCollector collector;

  private JsonGroups(JsonParser parser, GroupCollector collector) {
    this.parser = parser;
    this.collector = collector;
  }

  /// The groups of `document`, which came from `origin`: a path or a URL, to be told by the label
  /// `originLabel`.
  public static List<TargetGroup> read(
      byte[] document, String origin, String originLabel, int maxTargets) throws GroupsException {
    var collector = new GroupCollector(origin, originLabel, maxTargets);
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), document)) {
      new JsonGroups(parser, collector).document();
    } catch (JacksonException e) {
      throw new GroupsException(e.getOriginalMessage() + place(e));
    }
    return collector.groups();
  }

  private static String place(JacksonException e) {
    return e.getLocation() == null
        ? ""
        : " at line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
  }

  private void document() throws GroupsException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new GroupsException("unexpected end of JSON input");
    }
    if (first != JsonToken.VALUE_NULL) {
      expect(JsonToken.START_ARRAY, "a list of target groups");
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        group();
      }
    }
    if (parser.nextToken() != null) {
      throw wrong("the end of the document");
    }
  }

  private void group() throws GroupsException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      throw new GroupsException("nil target group item found" + here());
    }
    expect(JsonToken.START_OBJECT, "a target group");
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      if (field.equalsIgnoreCase("targets")) {
        targets();
      } else if (field.equalsIgnoreCase("labels")) {
        labels();
      } else {
        throw new GroupsException("unknown field \"" + field + "\"" + here());
      }
    }
    collector.endGroup();
  }

  private void targets() throws GroupsException {
    collector.beginTargets();
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    expect(JsonToken.START_ARRAY, "a list of targets");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      collector.target(string("a target"));
    }
  }

  private void labels() throws GroupsException {
    collector.beginLabels();
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    expect(JsonToken.START_OBJECT, "labels");
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      collector.label(name, string("the value of label \"" + name + "\""));
    }
  }

  private String string(String what) throws GroupsException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return "";
    }
    expect(JsonToken.VALUE_STRING, what + " as a string");
    return parser.getString();
  }

  private void expect(JsonToken token, String what) throws GroupsException {
    if (parser.currentToken() != token) {
      throw wrong(what);
    }
  }

  private GroupsException wrong(String expected) {
    return new GroupsException(
        "expected " + expected + ", found " + parser.currentToken() + here());
  }

  private String here() {
    var location = parser.currentTokenLocation();
    return " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
