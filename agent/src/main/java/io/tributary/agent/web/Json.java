package io.tributary.agent.web;

import io.tributary.agent.explain.SecretParameters;
import io.tributary.model.labels.Labels;
import io.tributary.net.server.Response;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The JSON of the API: its envelope, and the few types that occur everywhere.
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  /// What Go prints for a time that was never set.
  private static final String ZERO_TIME = "0001-01-01T00:00:00Z";

  /// Writes the value of `data`.
  @FunctionalInterface
  public interface Data {
    void writeTo(JsonGenerator json) throws ApiError;
  }

  private Json() {}

  public static Response success(Data data) throws ApiError {
    var out = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("status", "success");
      json.writeName("data");
      data.writeTo(json);
      json.writeEndObject();
    }
    return Response.json(200, out.toByteArray());
  }

  public static Response error(ApiError error) {
    var out = new ByteArrayOutputStream(256);
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("status", "error");
      json.writeStringProperty("errorType", error.type().word);
      json.writeStringProperty("error", String.valueOf(error.getMessage()));
      json.writeEndObject();
    }
    return Response.json(error.type().status, out.toByteArray());
  }

  /// A document without the envelope.
  public static byte[] document(Data data) throws ApiError {
    var out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      data.writeTo(json);
    }
    return out.toByteArray();
  }

  /// Labels as they may be shown: a parameter of the scrape with the name of a secret is hidden.
  public static void labels(JsonGenerator json, Labels labels) {
    json.writeStartObject();
    labels.forEach((name, value) ->
        json.writeStringProperty(name, SecretParameters.isSecret(name) ? "<secret>" : value));
    json.writeEndObject();
  }

  public static void strings(JsonGenerator json, Map<String, String> map) {
    json.writeStartObject();
    map.forEach(json::writeStringProperty);
    json.writeEndObject();
  }

  /// RFC 3339 with as many fraction digits as it takes; 0 is the time that was never set.
  public static String time(long epochMs) {
    return epochMs == 0
        ? ZERO_TIME
        : DateTimeFormatter.ISO_INSTANT.format(
            Instant.ofEpochMilli(epochMs).atOffset(ZoneOffset.UTC));
  }
}
