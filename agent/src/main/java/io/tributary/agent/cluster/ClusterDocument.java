package io.tributary.agent.cluster;

import io.tributary.cluster.sharing.UnitStatus;
import java.io.ByteArrayOutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// `/api/v0/web/cluster`: what is shared with other nodes, as this one knows it.
///
/// @param units one for each component whose targets are shared
record ClusterDocument(boolean isReady, int minimumSize, List<UnitStatus> units) {
  private static final JsonFactory JSON = new JsonFactory();

  byte[] toJson() {
    var out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeBooleanProperty("ready", isReady);
      json.writeNumberProperty("minimumSize", minimumSize);
      json.writeName("units");
      json.writeStartArray();
      units.forEach(unit -> write(unit, json));
      json.writeEndArray();
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void write(UnitStatus unit, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("component", unit.unit());
    json.writeStringProperty("leader", unit.leader());
    names("owners", unit.owners(), json);
    names("mismatched", unit.mismatched(), json);
    json.writeNumberProperty("targets", unit.offered());
    json.writeNumberProperty("held", unit.held());
    json.writeNumberProperty("moving", unit.moving());
    json.writeEndObject();
  }

  private static void names(String property, List<String> names, JsonGenerator json) {
    json.writeName(property);
    json.writeStartArray();
    names.forEach(json::writeString);
    json.writeEndArray();
  }
}
