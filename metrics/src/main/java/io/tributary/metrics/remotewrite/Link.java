package io.tributary.metrics.remotewrite;

import io.tributary.net.client.Credentials;
import io.tributary.net.client.HttpCall;
import io.tributary.net.client.HttpClients;
import io.tributary.net.http.HttpHeaders;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// How a destination is reached: what may change with a secret or a setting of the client, and is
/// then swapped as one while queue, cursor and shards stay. Immutable.
///
/// @param headers1 of requests in remote write 1.0
/// @param headers2 of requests in remote write 2.0
/// @param logsFailed whether what a request held that failed is logged
record Link(
    URI url,
    Duration timeout,
    Transport.Factory transports,
    Verdict.Policy policy,
    Credentials credentials,
    HttpHeaders headers1,
    HttpHeaders headers2,
    boolean logsFailed) {

  /// Most bytes that are kept of an answer's body.
  private static final int MAX_BODY_BYTES = 4 << 10;

  /// Throws where the settings cannot work.
  static Link open(RemoteWriteSettings settings, HttpClients clients, String userAgent)
      throws IOException {
    return new Link(
        URI.create(settings.url()),
        settings.remoteTimeout(),
        Transports.of(settings, clients, userAgent),
        Verdict.Policy.of(settings),
        new Credentials(settings.client()),
        headers(settings, userAgent, "application/x-protobuf", "0.1.0"),
        headers(
            settings,
            userAgent,
            "application/x-protobuf;proto=io.prometheus.write.v2.Request",
            "2.0.0"),
        settings.failedRequestLogging());
  }

  private static HttpHeaders headers(
      RemoteWriteSettings settings, String userAgent, String contentType, String version) {
    var headers = HttpHeaders.builder();
    for (Map.Entry<String, String> entry : settings.headers().entrySet()) {
      headers.add(entry.getKey(), entry.getValue());
    }
    return headers
        .set("Content-Encoding", "snappy")
        .set("Content-Type", contentType)
        .set("User-Agent", userAgent)
        .set("X-Prometheus-Remote-Write-Version", version)
        .build();
  }

  /// A call that posts the first `length` bytes of `body`; `retries` says how often they were
  /// posted before.
  HttpCall call(URI to, ProtobufMessage message, byte[] body, int length, int retries) {
    HttpHeaders headers = message == ProtobufMessage.V1 ? headers1 : headers2;
    return HttpCall.of("POST", to, body, 0, length)
        .withHeaders(
            retries == 0 ? headers : headers.with("Retry-Attempt", Integer.toString(retries)))
        .withTimeout(timeout)
        .withBodyAsRemark(MAX_BODY_BYTES);
  }
}
