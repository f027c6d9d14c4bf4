package io.tributary.metrics.remotewrite;

import io.tributary.net.client.HttpCall;
import io.tributary.net.client.HttpCallException;
import io.tributary.net.client.HttpCaller;
import io.tributary.net.client.HttpResponse;
import io.tributary.net.http.HttpHeaders;
import java.net.URI;
import java.time.Duration;

/// Posts through the full client: TLS, proxies, OAuth2, HTTP/2.
final class CallerTransport implements Transport {
  private final HttpCaller caller;

  CallerTransport(HttpCaller caller) {
    this.caller = caller;
  }

  @Override
  public HttpResponse post(URI url, byte[] body, int length, HttpHeaders headers, Duration timeout)
      throws HttpCallException, InterruptedException {
    return caller.call(
        HttpCall.of("POST", url, body, 0, length)
            .withHeaders(headers)
            .withTimeout(timeout)
            .withMaxBodyBytes(1 << 20)
            .withMaxErrorBytes(MAX_BODY_BYTES));
  }

  @Override
  public void close() {
    caller.close();
  }
}
