package io.tributary.discovery.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.tributary.base.time.Clock;
import io.tributary.base.time.ManualClock;
import io.tributary.discovery.Discoverer;
import io.tributary.discovery.DiscoveryLimits;
import io.tributary.discovery.RecordingSink;
import io.tributary.discovery.TargetGroup;
import io.tributary.discovery.catalogue.StandardMechanisms;
import io.tributary.model.labels.Labels;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.HttpClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDiscovererTest {
  private static final String ONE = "[{\"targets\": [\"a:1\"], \"labels\": {\"env\": \"prod\"}}]";
  private static final String TWO = "[{\"targets\": [\"a:1\"]}, {\"targets\": [\"b:1\"]}]";

  private record Answer(int status, @Nullable String contentType, String body) {}

  private final ManualClock clock = new ManualClock(0);
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final HttpClients clients = new HttpClients(Clock.system());
  private final StandardMechanisms mechanisms =
      new StandardMechanisms(
          clients::open, "Prometheus/test", new DiscoveryLimits(200, 3), clock, registry);
  private final RecordingSink sink = new RecordingSink();
  private final HttpServer server;
  private volatile Answer answer = new Answer(200, "application/json", ONE);
  private volatile @Nullable Headers seen;
  private @Nullable Discoverer discoverer;

  HttpDiscovererTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void startServer() {
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      seen = exchange.getRequestHeaders();
      Answer now = answer;
      if (now.contentType != null) {
        exchange.getResponseHeaders().set("Content-Type", now.contentType);
      }
      byte[] body = now.body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(now.status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @AfterEach
  void stop() {
    if (discoverer != null) {
      discoverer.close();
    }
    clients.close();
    server.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/sd?q=1";
  }

  private void start() throws IOException {
    var settings =
        new HttpDiscoverySettings(url(), Duration.ofMillis(90_500), HttpClientSettings.DEFAULTS);
    Discoverer started = mechanisms.create(settings, "job");
    discoverer = started;
    started.start(sink);
  }

  private void nextTick() {
    clock.advance(Duration.ofMillis(90_500));
  }

  @Test
  void publishesTheGroupsOfTheAnswer() throws Exception {
    start();

    sink.awaitAddresses("a:1");
    assertThat(sink.groups())
        .containsExactly(
            new TargetGroup(
                url() + ":0",
                List.of(Labels.of("__address__", "a:1")),
                Labels.of("env", "prod", "__meta_url", url())));
  }

  @Test
  void asksAsPrometheusDoes() throws Exception {
    start();
    sink.awaitPublished(1);

    Headers headers = java.util.Objects.requireNonNull(seen);
    assertThat(headers.getFirst("Accept")).isEqualTo("application/json");
    assertThat(headers.getFirst("X-Prometheus-Refresh-Interval-Seconds")).isEqualTo("90.5");
    assertThat(headers.getFirst("User-Agent")).isEqualTo("Prometheus/test");
  }

  @Test
  void emptiesGroupsThatAreNoLongerThere() throws Exception {
    answer = new Answer(200, "application/json", TWO);
    start();
    sink.awaitAddresses("a:1", "b:1");

    answer = new Answer(200, "application/json", ONE);
    nextTick();
    sink.awaitAddresses("a:1");

    answer = new Answer(200, "application/json", "[]");
    nextTick();
    sink.awaitAddresses();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500|application/json|[]",
        "201|application/json|[]",
        "404|text/plain|nothing",
        "200|text/html|[]",
        "200|application/json; charset=latin1|[]",
        "200||[]",
        "200|application/json|[{\"targets\": [\"a:1\"",
        "200|application/json|[null]",
        "200|application/json|{}",
        "200|application/json|[{\"targets\": [\"a\",\"b\",\"c\",\"d\"]}]",
      })
  void keepsTheTargetsWhenTheAnswerIsNoGood(int status, @Nullable String contentType, String body)
      throws Exception {
    start();
    sink.awaitAddresses("a:1");

    answer = new Answer(status, contentType, body);
    nextTick();
    sink.awaitFailed(1);
    assertThat(sink.addresses()).containsExactly("a:1");
    assertThat(counter("prometheus_sd_http_failures")).isEqualTo(1);
    assertThat(counter("prometheus_sd_refresh_failures")).isEqualTo(1);

    answer = new Answer(200, "application/json", TWO);
    nextTick();
    sink.awaitAddresses("a:1", "b:1");
  }

  @Test
  void keepsTheTargetsWhenTheAnswerIsTooLong() throws Exception {
    start();
    sink.awaitAddresses("a:1");

    answer = new Answer(200, "application/json", "[]" + " ".repeat(200));
    nextTick();

    sink.awaitFailed(1);
    assertThat(sink.addresses()).containsExactly("a:1");
  }

  @Test
  void keepsTheTargetsWhenNobodyListens() throws Exception {
    start();
    sink.awaitAddresses("a:1");

    server.stop(0);
    nextTick();

    sink.awaitFailed(1);
    assertThat(sink.addresses()).containsExactly("a:1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        "application/json; charset=\"utf-8\""
      })
  void acceptsEverySpellingOfJson(String contentType) throws Exception {
    answer = new Answer(200, contentType, ONE);
    start();

    sink.awaitAddresses("a:1");
  }

  @Test
  void refusesWhatIsNoUrl() {
    var settings =
        new HttpDiscoverySettings("http://[", Duration.ofSeconds(60), HttpClientSettings.DEFAULTS);

    assertThatThrownBy(() -> mechanisms.create(settings, "job"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a URL");
  }

  private double counter(String name) {
    return registry.scrape().stream()
        .filter(snapshot -> snapshot.getMetadata().getName().equals(name))
        .map(CounterSnapshot.class::cast)
        .findFirst()
        .orElseThrow()
        .getDataPoints()
        .getFirst()
        .getValue();
  }
}
