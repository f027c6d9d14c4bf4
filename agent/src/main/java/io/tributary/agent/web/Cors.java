package io.tributary.agent.web;

import com.google.re2j.Pattern;
import io.tributary.net.server.Request;
import io.tributary.net.server.Response;
import org.jspecify.annotations.Nullable;

/// Answers to web pages of other origins.
///
/// `origin` is anchored on both sides. The request's own origin is echoed, also where everything is
/// allowed: that is what Prometheus does in practice.
///
/// Source: parity API-05; prometheus `util/httputil/cors.go`.
public record Cors(Pattern origin) {
  /// No page of another origin is let in.
  public static final Cors NONE = new Cors(Pattern.compile("$."));

  Response apply(Request request, Response response) {
    // Also where no origin asks: a cache must not give one the answer of another.
    Response varied = response.withHeader("Vary", "Origin");
    String asking = request.headers().first("Origin");
    if (asking == null || asking.isEmpty()) {
      return varied;
    }
    Response open =
        varied
            .withHeader(
                "Access-Control-Allow-Headers", "Accept, Authorization, Content-Type, Origin")
            .withHeader("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
            .withHeader("Access-Control-Expose-Headers", "Date");
    return isAllowed(asking) ? open.withHeader("Access-Control-Allow-Origin", asking) : open;
  }

  private boolean isAllowed(@Nullable String asking) {
    return asking != null && origin.matcher(asking).matches();
  }
}
