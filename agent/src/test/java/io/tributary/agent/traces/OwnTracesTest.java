package io.tributary.agent.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.api.trace.Tracer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.tributary.agent.catalogue.Components;
import io.tributary.base.config.ConfigException;
import io.tributary.base.time.Clock;
import io.tributary.net.client.HttpClients;
import io.tributary.net.server.HttpServer;
import io.tributary.net.server.HttpServerSettings;
import io.tributary.net.server.RequestObserver;
import io.tributary.net.server.Response;
import io.tributary.net.server.Routes;
import io.tributary.river.stdlib.Host;
import io.tributary.river.stdlib.Stdlib;
import io.tributary.runtime.GraphRuntime;
import io.tributary.runtime.RuntimeParts;
import io.tributary.runtime.RuntimeSettings;
import io.tributary.runtime.Services;
import io.tributary.runtime.source.Source;
import io.tributary.runtime.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A graph that is traced, and a receiver of OTLP. What arrives is read field by field, as the
/// protocol numbers them.
class OwnTracesTest {
  private static final int MOST_BYTES = 1 << 20;

  @TempDir Path folder;
  private final HttpClients clients = new HttpClients(Clock.system());
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final List<byte[]> bodies = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private HttpServer receiver;

  @BeforeEach
  void start() throws IOException {
    receiver =
        HttpServer.start(
            HttpServerSettings.on("127.0.0.1:0"),
            new Routes()
                .post(
                    "/otlp/v1/traces",
                    request -> {
                      bodies.add(request.body(MOST_BYTES));
                      keys.add(request.headers().first("X-Key"));
                      return Response.text(status, "");
                    }),
            RequestObserver.NONE,
            Clock.system());
  }

  @AfterEach
  void stop() {
    receiver.close();
    clients.close();
  }

  private Map<String, String> environment() {
    return Map.of(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "http://127.0.0.1:" + receiver.port() + "/otlp",
        "OTEL_EXPORTER_OTLP_HEADERS",
        "x-key=a%20b",
        "OTEL_SERVICE_NAME",
        "edge");
  }

  /// Runs a graph with a file that is there and one that is not, until all is sent.
  private void run(Map<String, String> environment, double fraction) throws Exception {
    Path file = Files.writeString(folder.resolve("there"), "text");
    String river =
        """
        local.file "there" {
          filename = "%s"
        }
        local.file "missing" {
          filename = "%s"
        }
        """
            .formatted(file, folder.resolve("missing"));
    try (var traces = new OwnTraces(environment, () -> fraction, clients, registry);
        var graph =
            new GraphRuntime(
                RuntimeSettings.in(folder.resolve("data")),
                RuntimeParts.of(
                        Components.ALL,
                        Stdlib.scope(new Host("host", "linux", "amd64", "v1", _ -> "")),
                        registry,
                        Clock.system())
                    .with(Services.NONE.with(Tracer.class, traces.tracer())))) {
      graph.load(Source.of("/etc/agent", SourceFile.of("main.river", river)));
      graph.awaitIdle();
    }
  }

  private static UnknownFieldSet parsed(ByteString bytes) throws InvalidProtocolBufferException {
    return UnknownFieldSet.parseFrom(bytes);
  }

  private static List<ByteString> all(UnknownFieldSet of, int field) {
    return of.getField(field).getLengthDelimitedList();
  }

  private static String text(UnknownFieldSet of, int field) {
    List<ByteString> texts = all(of, field);
    return texts.isEmpty() ? "" : texts.getFirst().toStringUtf8();
  }

  /// Attributes that are texts.
  private static Map<String, String> attributes(UnknownFieldSet of, int field) throws Exception {
    var attributes = new HashMap<String, String>();
    for (ByteString one : all(of, field)) {
      UnknownFieldSet pair = parsed(one);
      attributes.put(text(pair, 1), text(parsed(all(pair, 2).getFirst()), 1));
    }
    return attributes;
  }

  private record ReadSpan(
      String name, ByteString trace, ByteString id, ByteString parent, String node, long status) {
    static ReadSpan of(UnknownFieldSet span) throws Exception {
      assertThat(span.getField(6).getVarintList()).containsExactly(1L);
      assertThat(span.getField(7).getFixed64List().getFirst())
          .isPositive()
          .isLessThanOrEqualTo(span.getField(8).getFixed64List().getFirst());
      return new ReadSpan(
          text(span, 5),
          all(span, 1).getFirst(),
          all(span, 2).getFirst(),
          all(span, 4).isEmpty() ? ByteString.EMPTY : all(span, 4).getFirst(),
          attributes(span, 9).getOrDefault("node_id", ""),
          parsed(all(span, 15).getFirst()).getField(3).getVarintList().getFirst());
    }
  }

  private List<ReadSpan> spans() throws Exception {
    var spans = new CopyOnWriteArrayList<ReadSpan>();
    for (byte[] body : bodies) {
      for (ByteString resource : all(UnknownFieldSet.parseFrom(body), 1)) {
        var read = parsed(resource);
        assertThat(attributes(parsed(all(read, 1).getFirst()), 1))
            .containsEntry("service.name", "edge");
        for (ByteString scope : all(read, 2)) {
          for (ByteString span : all(parsed(scope), 2)) {
            spans.add(ReadSpan.of(parsed(span)));
          }
        }
      }
    }
    return spans;
  }

  private double count(String what) {
    return registry.scrape(name -> name.equals("tributary_own_spans_" + what)).stream()
        .flatMap(snapshot -> ((CounterSnapshot) snapshot).getDataPoints().stream())
        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
        .sum();
  }

  @Test
  void aLoadIsATraceOfAllItsNodes() throws Exception {
    run(environment(), 1);
    assertThat(keys).isNotEmpty().containsOnly("a b");
    ReadSpan load =
        spans().stream()
            .filter(span -> span.name().equals("GraphEvaluate"))
            .findFirst()
            .orElseThrow();
    assertThat(load.parent()).isEqualTo(ByteString.EMPTY);
    assertThat(load.trace().size()).isEqualTo(16);
    List<ReadSpan> nodes =
        spans().stream().filter(span -> span.parent().equals(load.id())).toList();
    assertThat(nodes).allMatch(span -> span.trace().equals(load.trace()));
    assertThat(nodes).extracting(ReadSpan::name).containsOnly("EvaluateNode");
    assertThat(nodes)
        .extracting(span -> span.node() + " " + span.status())
        .contains("local.file.there 1", "local.file.missing 2");
    assertThat(count("sent")).isEqualTo(spans().size()).isEqualTo(count("ended"));
  }

  @Test
  void nothingIsSentOfWhatIsNotSampled() throws Exception {
    run(environment(), 0);
    assertThat(bodies).isEmpty();
    assertThat(count("ended")).isZero();
  }

  @Test
  void whatNobodyTakesIsCounted() throws Exception {
    status = 503;
    run(environment(), 1);
    assertThat(count("failed")).isPositive().isEqualTo(count("ended"));
    assertThat(count("sent")).isZero();
  }

  @Test
  void withoutAnEndpointThereAreNone() throws Exception {
    run(Map.of("OTEL_EXPORTER_OTLP_HEADERS", "x-key=v"), 1);
    assertThat(bodies).isEmpty();
    assertThat(TraceDestination.of(Map.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          OTEL_EXPORTER_OTLP_PROTOCOL        | grpc      | OTEL_EXPORTER_OTLP_PROTOCOL is "grpc": only "http/protobuf" is supported
          OTEL_EXPORTER_OTLP_TRACES_ENDPOINT | ftp://x   | OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is not a URL of http or https
          OTEL_EXPORTER_OTLP_TIMEOUT         | soon      | OTEL_EXPORTER_OTLP_TIMEOUT is "soon": it must be a number of milliseconds above 0
          OTEL_EXPORTER_OTLP_HEADERS         | secret    | OTEL_EXPORTER_OTLP_HEADERS must be a list of key=value
          OTEL_EXPORTER_OTLP_HEADERS         | a b=secret | OTEL_EXPORTER_OTLP_HEADERS has a header that cannot be sent
          OTEL_RESOURCE_ATTRIBUTES           | a=%zz     | OTEL_RESOURCE_ATTRIBUTES has a value with a % that begins no escape
          OTEL_TRACES_EXPORTER               | zipkin    | OTEL_TRACES_EXPORTER is "zipkin": only "otlp" is supported
          """)
  void namesTheVariableThatCannotBeUsed(String name, String value, String message) {
    var environment = new HashMap<>(environment());
    environment.put(name, value);
    assertThatThrownBy(() -> TraceDestination.of(environment))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  @Test
  void readsEveryVariableOfItsOwnBeforeTheSharedOne() {
    TraceDestination destination =
        TraceDestination.of(
                Map.of(
                    "OTEL_EXPORTER_OTLP_ENDPOINT", "http://shared/",
                    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://own/path",
                    "OTEL_EXPORTER_OTLP_TIMEOUT", "1",
                    "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "250",
                    "OTEL_RESOURCE_ATTRIBUTES", "service.name=x,zone=eu%2C1"))
            .orElseThrow();
    assertThat(destination.endpoint()).hasToString("https://own/path");
    assertThat(destination.timeout()).hasMillis(250);
    assertThat(destination.resource())
        .containsEntry("zone", "eu,1")
        .containsEntry("service.name", "x");
    assertThat(
            TraceDestination.of(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://shared/"))
                .orElseThrow()
                .endpoint())
        .hasToString("http://shared/v1/traces");
  }
}
