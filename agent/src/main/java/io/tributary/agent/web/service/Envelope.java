package io.tributary.agent.web.service;

import io.tributary.agent.web.ApiError;
import io.tributary.agent.web.Json;
import io.tributary.net.server.Response;

/// Answers as Grafana Agent wraps them: what there is to say is in `data`, also of an error.
///
/// Source: grafana/agent `static/metrics/cluster/configapi/types.go`.
final class Envelope {
  private Envelope() {}

  static Response success(int status) throws ApiError {
    return Response.json(
        status,
        Json.document(json -> {
          json.writeStartObject();
          json.writeStringProperty("status", "success");
          json.writeEndObject();
        }));
  }

  static Response error(int status, String reason) throws ApiError {
    return Response.json(
        status,
        Json.document(json -> {
          json.writeStartObject();
          json.writeStringProperty("status", "error");
          json.writeName("data");
          json.writeStartObject();
          json.writeStringProperty("error", reason);
          json.writeEndObject();
          json.writeEndObject();
        }));
  }
}
