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
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GrpcAgentCallsTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void tellsAnotherAgent() throws Exception {
    var told = new AtomicInteger();
    var routes = new Routes();
    GrpcAgentCalls.addMethods(routes, 4 << 20, Clock.system(), answers(told));
    assertThat(routes.inventory())
        .containsExactlyInAnyOrder(
            "POST /agentproto.ScrapingService/Reshard", "POST /tributary.ScrapingService/Begun");
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

  private static AgentCalls.Answers answers(AtomicInteger told) {
    return new AgentCalls.Answers() {
      @Override
      public void reshard() {
        told.incrementAndGet();
      }

      @Override
      public boolean hasBegun(String name) {
        return name.startsWith("team ü/");
      }
    };
  }

  @Test
  void asksAnotherAgentWhatItHasBegun() throws Exception {
    var routes = new Routes();
    GrpcAgentCalls.addMethods(routes, 4 << 20, Clock.system(), answers(new AtomicInteger()));
    try (var server =
            HttpServer.start(
                HttpServerSettings.on("127.0.0.1:0"),
                routes,
                RequestObserver.NONE,
                Clock.system());
        var calls = new GrpcAgentCalls(GrpcClientSettings.DEFAULTS)) {
      String address = "127.0.0.1:" + server.port();
      assertThat(calls.begun(address, List.of("team ü/a", "b", "team ü/c"), LONG))
          .hasValue(Set.of("team ü/a", "team ü/c"));
      assertThat(calls.begun(address, List.of(), LONG)).hasValue(Set.of());
    }
  }

  @Test
  void knowsThatAnAgentOfTheOriginalCannotSay() throws Exception {
    try (var server =
            HttpServer.start(
                HttpServerSettings.on("127.0.0.1:0"),
                new Routes(),
                RequestObserver.NONE,
                Clock.system());
        var calls = new GrpcAgentCalls(GrpcClientSettings.DEFAULTS)) {
      assertThat(calls.begun("127.0.0.1:" + server.port(), List.of("a"), LONG)).isEmpty();
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
