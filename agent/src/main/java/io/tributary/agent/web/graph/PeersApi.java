package io.tributary.agent.web.graph;

import io.tributary.agent.web.ApiError;
import io.tributary.agent.web.Json;
import io.tributary.cluster.node.Peer;
import io.tributary.cluster.node.Peers;
import io.tributary.net.server.Response;

/// `/api/v0/web/peers`: the nodes of the cluster, this one and those that own nothing included.
///
/// Source: grafana/alloy `internal/web/api/api.go`, `getClusteringPeersHandler`.
record PeersApi(Peers peers) {
  Response list() throws ApiError {
    return Response.json(
        200,
        Json.document(json -> {
          json.writeStartArray();
          for (Peer peer : peers.view().peers()) {
            json.writeStartObject();
            json.writeStringProperty("name", peer.name());
            json.writeStringProperty("addr", peer.address());
            json.writeBooleanProperty("isSelf", peer.isSelf());
            json.writeStringProperty("state", peer.state().text());
            json.writeEndObject();
          }
          json.writeEndArray();
        }));
  }
}
