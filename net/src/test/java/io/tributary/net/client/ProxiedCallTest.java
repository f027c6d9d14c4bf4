package io.tributary.net.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.Clock;
import io.tributary.net.server.HttpServer;
import io.tributary.net.server.HttpServerSettings;
import io.tributary.net.server.Response;
import io.tributary.net.server.Routes;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiedCallTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPlainRequestGoesThroughTheProxy(boolean http2) throws Exception {
    var routes =
        new Routes()
            .get(
                "/x",
                request ->
                    Response.text(
                        200,
                        request.headers().first("Host")
                            + " "
                            + request.headers().first("Proxy-Authorization")));
    try (var proxy =
            HttpServer.start(
                HttpServerSettings.on("127.0.0.1:0"),
                routes,
                (_, _, _, _, _) -> {},
                Clock.system());
        var clients = new HttpClients(Clock.system());
        var caller =
            clients.open(
                HttpClientSettings.DEFAULTS
                    .withEnableHttp2(http2)
                    .withProxy(
                        new ProxySettings(
                            "http://user:pass@127.0.0.1:" + proxy.port(), "", false, Map.of())),
                HttpClientOptions.named("test", "t"))) {
      // Nobody listens there: only the proxy can answer.
      var call = HttpCall.get(URI.create("http://127.0.0.1:1/x"));
      assertThat(caller.call(call.withTimeout(Duration.ofSeconds(10))).text())
          .isEqualTo("127.0.0.1:1 " + Credentials.basic("user", "pass"));
    }
  }
}
