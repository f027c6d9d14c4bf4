package io.tributary.cluster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.time.Clock;
import io.tributary.net.server.HttpServer;
import io.tributary.net.server.HttpServerSettings;
import io.tributary.net.server.RequestObserver;
import io.tributary.net.server.Routes;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GrpcAgentCallsTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void tellsAnotherAgent() throws Exception {
    var told = new AtomicInteger();
    var routes = new Routes();
    GrpcAgentCalls.addMethod(routes, 4 << 20, Clock.system(), told::incrementAndGet);
    assertThat(routes.inventory()).containsExactly("POST /agentproto.ScrapingService/Reshard");
    try (var server =
            HttpServer.start(
                HttpServerSettings.on("127.0.0.1:0"),
                routes,
                RequestObserver.NONE,
                Clock.system());
        var calls = new GrpcAgentCalls(GrpcClientSettings.DEFAULTS)) {
      calls.tellReshard("127.0.0.1:" + server.port(), LONG);
      calls.tellReshard("127.0.0.1:" + server.port(), LONG);
      assertThat(told).hasValue(2);
    }
  }

  @Test
  void saysWhichAgentDoesNotAnswer() throws Exception {
    try (var server =
            HttpServer.start(
                HttpServerSettings.on("127.0.0.1:0"),
                new Routes(),
                RequestObserver.NONE,
                Clock.system());
        var calls = new GrpcAgentCalls(GrpcClientSettings.DEFAULTS)) {
      String address = "127.0.0.1:" + server.port();
      assertThatThrownBy(() -> calls.tellReshard(address, LONG))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(address)
          .hasMessageContaining("UNIMPLEMENTED");
    }
  }
}
