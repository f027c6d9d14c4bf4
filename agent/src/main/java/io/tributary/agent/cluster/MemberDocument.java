package io.tributary.agent.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What a node answers who wants to join: `{"cluster":…,"node":…,"state":…,"group":"host:port"}`.
///
/// @param state as in [io.tributary.cluster.node.PeerState#text()]
/// @param group where the node can be reached by other nodes
record MemberDocument(String cluster, String node, String state, String group) {
  static final String PATH = "/api/v0/cluster/member";

  /// Longest answer.
  static final int MAX_BYTES = 4096;

  private static final JsonFactory JSON = new JsonFactory();

  byte[] toJson() {
    var out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("cluster", cluster);
      json.writeStringProperty("node", node);
      json.writeStringProperty("state", state);
      json.writeStringProperty("group", group);
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  static MemberDocument of(byte[] body) throws IOException {
    var fields = new HashMap<String, String>();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw notOne(body);
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        if (json.nextToken() == JsonToken.VALUE_STRING) {
          fields.put(name, json.getString());
        } else {
          json.skipChildren();
        }
      }
    } catch (JacksonException _) {
      throw notOne(body);
    }
    return new MemberDocument(
        field(fields, "cluster"),
        field(fields, "node"),
        field(fields, "state"),
        field(fields, "group"));
  }

  private static String field(Map<String, String> fields, String name) throws IOException {
    String value = fields.get(name);
    if (value == null) {
      throw new IOException("the answer has no \"" + name + "\": is it an agent of this kind?");
    }
    return value;
  }

  private static IOException notOne(byte[] body) {
    return new IOException("the answer of %d bytes is not of an agent".formatted(body.length));
  }
}
