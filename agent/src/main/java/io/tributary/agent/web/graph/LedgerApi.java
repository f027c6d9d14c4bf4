package io.tributary.agent.web.graph;

import io.tributary.agent.web.ApiError;
import io.tributary.agent.web.Json;
import io.tributary.metrics.component.SendsSamples;
import io.tributary.metrics.remotewrite.DestinationStatus;
import io.tributary.net.server.Response;
import io.tributary.runtime.GraphRuntime;
import java.util.SortedMap;
import tools.jackson.core.JsonGenerator;

/// `/api/v0/web/ledger`: what became of the samples of every destination.
final class LedgerApi {
  private final GraphRuntime graph;

  LedgerApi(GraphRuntime graph) {
    this.graph = graph;
  }

  Response list() throws ApiError {
    SortedMap<String, SendsSamples> senders = graph.capable(SendsSamples.class);
    return Response.json(
        200,
        Json.document(json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("destinations");
          senders.forEach((id, sender) ->
              sender.destinations().forEach(destination -> write(json, id, destination)));
          json.writeEndArray();
          json.writeEndObject();
        }));
  }

  private static void write(JsonGenerator json, String id, DestinationStatus destination) {
    var ledger = destination.ledger();
    json.writeStartObject();
    json.writeStringProperty("component", id);
    json.writeStringProperty("name", destination.name());
    json.writeNumberProperty("accepted", ledger.accepted());
    json.writeNumberProperty("delivered", ledger.delivered());
    json.writeNumberProperty("queued", ledger.queued());
    json.writeObjectPropertyStart("dropped");
    ledger.droppedByReason().forEach(json::writeNumberProperty);
    json.writeEndObject();
    json.writeStringProperty("lastError", destination.lastError());
    json.writeEndObject();
  }
}
