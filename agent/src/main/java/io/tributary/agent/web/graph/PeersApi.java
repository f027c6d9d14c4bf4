package io.tributary.agent.web.graph;

import io.tributary.agent.web.ApiError;
import io.tributary.agent.web.Json;
import io.tributary.net.server.Response;

/// `/api/v0/web/peers`: without clustering, a cluster of this node alone.
record PeersApi(String nodeName, int port) {
  Response list() throws ApiError {
    return Response.json(
        200,
        Json.document(json -> {
          json.writeStartArray();
          json.writeStartObject();
          json.writeStringProperty("name", nodeName);
          json.writeStringProperty("addr", "127.0.0.1:" + port);
          json.writeBooleanProperty("isSelf", true);
          json.writeStringProperty("state", "participant");
          json.writeEndObject();
          json.writeEndArray();
        }));
  }
}
