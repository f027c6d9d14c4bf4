package io.tributary.discovery.client;

import io.tributary.component.block.RequestArguments;
import io.tributary.net.client.HttpCall;
import io.tributary.net.client.HttpUrls;
import io.tributary.net.http.HttpHeaders;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Makes calls of [RequestArguments].
public final class RequestCalls {
  /// A larger answer fails: it becomes one text.
  private static final int MAX_BYTES = 16 << 20;

  private static final Set<String> SCHEMES = Set.of("http", "https");

  private RequestCalls() {}

  /// A URL as [#of] takes it. Throws [io.tributary.base.config.ConfigException].
  public static String checkedUrl(String url) {
    return HttpUrls.parse(url, SCHEMES);
  }

  /// The call for one request. Throws where a header cannot be sent.
  public static HttpCall of(RequestArguments request) throws IOException {
    byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
    try {
      var headers = HttpHeaders.builder();
      request.headers().forEach(headers::add);
      return HttpCall.of(request.method(), URI.create(request.url()), body, 0, body.length)
          .withHeaders(headers.build())
          .withTimeout(request.timeout())
          .withMaxBodyBytes(MAX_BYTES);
    } catch (IllegalArgumentException e) {
      throw new IOException("building request: " + e.getMessage(), e);
    }
  }
}
