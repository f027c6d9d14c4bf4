package io.tributary.net.server;

import io.tributary.net.http.HttpHeaders;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// What a handler answers. Large text is compressed by the server where the client accepts it.
public record Response(int status, HttpHeaders headers, Body body) {
  public static final String TEXT = "text/plain; charset=utf-8";
  public static final String JSON = "application/json";

  /// What follows the head.
  public sealed interface Body {}

  /// A body that is there already. The server only reads `bytes`.
  @SuppressWarnings("ArrayRecordComponent") // handed over whole; responses are never compared
  public record Bytes(byte[] bytes, int length) implements Body {}

  /// A body that is written while it is sent: events, large downloads. Flushing sends what is
  /// there.
  @FunctionalInterface
  public interface Writer {
    void writeTo(OutputStream out) throws IOException, InterruptedException;
  }

  /// See [Writer].
  public record Streamed(Writer writer) implements Body {}

  /// A body that is followed by trailers, as gRPC has them. `bytes` is sent as it is.
  @SuppressWarnings("ArrayRecordComponent") // handed over whole; responses are never compared
  public record Trailed(byte[] bytes, HttpHeaders trailers) implements Body {}

  public static Response of(int status, String contentType, byte[] body) {
    return new Response(
        status, HttpHeaders.of("Content-Type", contentType), new Bytes(body, body.length));
  }

  public static Response text(int status, String text) {
    return of(status, TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  public static Response json(int status, byte[] json) {
    return of(status, JSON, json);
  }

  public static Response empty(int status) {
    return new Response(status, HttpHeaders.EMPTY, new Bytes(new byte[0], 0));
  }

  /// A redirect within this server: `path` begins with a single slash.
  public static Response redirect(int status, String path) {
    if (!path.startsWith("/") || path.startsWith("//") || path.startsWith("/\\")) {
      throw new IllegalArgumentException("not a path of this server: " + path);
    }
    return empty(status).withHeader("Location", path);
  }

  public static Response streamed(int status, String contentType, Writer writer) {
    return new Response(status, HttpHeaders.of("Content-Type", contentType), new Streamed(writer));
  }

  public Response withHeader(String name, String value) {
    return new Response(status, headers.with(name, value), body);
  }
}
