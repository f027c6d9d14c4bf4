package io.tributary.net.server;

import io.tributary.net.http.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request, as a handler sees it. Valid until the handler returns.
public interface Request {
  String method();

  /// The decoded path without the route prefix, normalised; begins with a slash.
  String path();

  /// The part of the path that the route's `*` stands for; empty for a route without one.
  String rest();

  /// What the route's `:name` segments stand for.
  Map<String, String> segments();

  /// The raw query, empty without one.
  String query();

  HttpHeaders headers();

  boolean isSecure();

  /// The peer, as an address without port.
  String remoteHost();

  /// Parameters of the query and, for a form post, of the body (at most [#MAX_FORM_BYTES]).
  Map<String, List<String>> parameters() throws IOException;

  default @Nullable String parameter(String name) throws IOException {
    var values = parameters().get(name);
    return values == null || values.isEmpty() ? null : values.getFirst();
  }

  default List<String> parameters(String name) throws IOException {
    return parameters().getOrDefault(name, List.of());
  }

  /// The body, not decoded.
  InputStream body();

  /// The whole body; throws [BodyTooLargeException], which the server answers with 413, where it is
  /// longer than `maxBytes`.
  byte[] body(int maxBytes) throws IOException;

  /// Bound of a form that is posted.
  int MAX_FORM_BYTES = 10 << 20;

  /// How many parameters a query or a form may have.
  int MAX_PARAMETERS = 10_000;

  /// A body is longer than the handler accepts.
  final class BodyTooLargeException extends IOException {
    public BodyTooLargeException(int maxBytes) {
      this(maxBytes, "bytes");
    }

    BodyTooLargeException(int most, String unit) {
      super("request body is larger than " + most + " " + unit);
    }
  }

  /// A body took longer than the read timeout; the server answers with 408.
  final class BodyTooLateException extends IOException {
    public BodyTooLateException() {
      super("request body took too long");
    }
  }
}
