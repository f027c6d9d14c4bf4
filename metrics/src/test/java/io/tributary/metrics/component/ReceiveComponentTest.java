package io.tributary.metrics.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.labels.Labels;
import io.tributary.model.layout.BlockBuilder;
import io.tributary.model.layout.Exemplar;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.SideColumns;
import io.tributary.model.layout.Stream;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.model.metadata.MetricType;
import io.tributary.testkit.remotewrite.RemoteWriteReceiver;
import io.tributary.wire.compress.Snappy;
import io.tributary.wire.remotewrite.Batch;
import io.tributary.wire.remotewrite.EncodedRequest;
import io.tributary.wire.remotewrite.RequestEncoder;
import io.tributary.wire.remotewrite.Rw1Encoder;
import io.tributary.wire.remotewrite.Rw2Encoder;
import io.tributary.wire.remotewrite.TemplateCache;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ReceiveComponentTest {
  private static final String V1 = "application/x-protobuf";
  private static final String V2 = V1 + ";proto=io.prometheus.write.v2.Request";
  private static final String SINK = "test.sink \"s\" { }\n";

  @TempDir Path directory;
  private ComponentBench bench;
  private final HttpClient client = HttpClient.newHttpClient();
  private final long nowMs = System.currentTimeMillis() - 60_000;

  @BeforeEach
  void start() throws Exception {
    bench = new ComponentBench(directory);
  }

  @AfterEach
  void stop() {
    bench.close();
    client.close();
  }

  private static String receive(String forwardTo, String arguments) {
    return """
    prometheus.receive_http "r" {
      http { listen_port = 0 }
      forward_to = [%s]
      %s
    }
    """
        .formatted(forwardTo, arguments);
  }

  private URI url() {
    String info = bench.debugInfo("prometheus.receive_http.r");
    int from = info.indexOf("127.0.0.1:");
    return URI.create(
        "http://" + info.substring(from, info.indexOf(']', from)) + "/api/v1/metrics/write");
  }

  private void load(String text) throws InterruptedException {
    bench.load(text);
    ComponentBench.await(
        "a listener", () -> bench.debugInfo("prometheus.receive_http.r").contains("127.0.0.1:"));
  }

  private Layout layout(int series) {
    var builder = new BlockBuilder();
    for (int i = 0; i < series; i++) {
      builder.add(Labels.of("__name__", "a", "instance", "i", "n", "" + i), List.of());
    }
    return bench.layouts.layout(
        List.of(), List.of(builder.build(new FamilyMetadata("a", MetricType.GAUGE, "H.", ""))));
  }

  private ScrapeColumn column(long atMs, double... values) {
    return new ScrapeColumn(
        new Stream(1, List.of()),
        layout(values.length),
        atMs,
        Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray(),
        null,
        null);
  }

  private static byte[] request(boolean isSecond, ScrapeColumn... columns) {
    var batch = new Batch();
    for (ScrapeColumn column : columns) {
      batch.add(column, 0, column.layout().rowCount());
    }
    RequestEncoder encoder =
        isSecond
            ? new Rw2Encoder(RequestEncoder.Options.ALL, TemplateCache.none())
            : new Rw1Encoder(RequestEncoder.Options.ALL, TemplateCache.none());
    EncodedRequest encoded = encoder.encode(batch, false);
    var snappy = new Snappy();
    int length = snappy.compress(encoded.bytes(), encoded.offset(), encoded.length());
    return Arrays.copyOf(snappy.output(), length);
  }

  private HttpResponse<String> post(String type, byte[] body, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(url())
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(byte[] body) throws IOException, InterruptedException {
    return post(V1, body, "Content-Encoding", "snappy");
  }

  @Test
  void forwardsWhatItReceives() throws Exception {
    load(receive("test.sink.s.receiver", "") + SINK);
    assertThat(post(request(false, column(nowMs, 1, 2))).statusCode()).isEqualTo(204);
    assertThat(post(request(false, column(nowMs + 15_000, 3, 4))).statusCode()).isEqualTo(204);
    assertThat(bench.sink("s").all())
        .extracting(one -> one.text("n") + " " + (one.timestampMs() - nowMs))
        .containsExactly("a n=0 1.0 0", "a n=1 2.0 0", "a n=0 3.0 15000", "a n=1 4.0 15000");
    assertThat(bench.metric("prometheus_forwarded_samples")).isEqualTo(4);
    assertThat(bench.metric("tributary_receive_series")).isEqualTo(2);
  }

  @Test
  void acknowledgesWhatIsInTheLogAndSendsItOn() throws Exception {
    try (var receiver = RemoteWriteReceiver.start()) {
      load(
          receive("prometheus.remote_write.w.receiver", "")
              + """
              prometheus.remote_write "w" {
                endpoint {
                  url = "%s"
                  queue_config { batch_send_deadline = "100ms" }
                }
              }
              """
                  .formatted(receiver.url()));
      double[] values = IntStream.range(0, 500).asDoubleStream().toArray();
      for (int i = 0; i < 5; i++) {
        assertThat(post(request(false, column(nowMs + i * 1_000L, values))).statusCode())
            .isEqualTo(204);
      }
      ComponentBench.await("all samples", () -> receiver.ledger().samples() == 2_500);
      assertThat(receiver.ledger().report().identicalDuplicates()).isZero();
    }
  }

  @Test
  void refusesWithoutTheRestWhatIsOutOfOrder() throws Exception {
    load(receive("test.sink.s.receiver", "") + SINK);
    assertThat(post(request(false, column(nowMs, 1))).statusCode()).isEqualTo(204);
    var answer = post(request(false, column(nowMs, 5, 6)));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .isEqualTo("out of order sample for series {__name__=\"a\", instance=\"i\", n=\"0\"}\n");
    assertThat(bench.sink("s").all())
        .extracting(one -> one.text("n"))
        .containsExactly("a n=0 1.0", "a n=1 6.0");
    var ahead = post(request(false, column(System.currentTimeMillis() + 3_600_000, 7)));
    assertThat(ahead.statusCode()).isEqualTo(400);
    assertThat(ahead.body()).startsWith("out of bounds: timestamp is too far in the future");
  }

  @Test
  void keepsSeveralSamplesOfASeriesInOrder() throws Exception {
    load(receive("test.sink.s.receiver", "") + SINK);
    var columns = new ArrayList<ScrapeColumn>();
    for (int i = 0; i < 20; i++) {
      columns.add(column(nowMs + i, i, i));
    }
    assertThat(post(request(false, columns.toArray(ScrapeColumn[]::new))).statusCode())
        .isEqualTo(204);
    assertThat(bench.sink("s").all()).hasSize(40);
    for (String n : List.of("0", "1")) {
      assertThat(bench.sink("s").all())
          .filteredOn(one -> n.equals(one.labels().get("n")))
          .extracting(Samples.Sample::timestampMs)
          .isSorted()
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void tellsWhatItHasWrittenOfVersionTwo() throws Exception {
    bench.close();
    bench = ComponentBench.experimental(directory);
    load(
        receive(
                "test.sink.s.receiver",
                """
                accepted_remote_write_protobuf_messages = ["io.prometheus.write.v2.Request"]
                enable_type_and_unit_labels = true
                """)
            + SINK);
    var side =
        new SideColumns(
            null,
            null,
            null,
            List.of(new Exemplar(0, Labels.of("trace", "t"), Double.doubleToLongBits(1), nowMs)));
    ScrapeColumn plain = column(nowMs, 1, 2);
    var column =
        new ScrapeColumn(
            plain.stream(), plain.layout(), plain.timestampMs(), plain.values(), null, side);
    var answer = post(V2, request(true, column), "Content-Encoding", "snappy");
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("X-Prometheus-Remote-Write-Samples-Written"))
        .contains("2");
    assertThat(answer.headers().firstValue("X-Prometheus-Remote-Write-Exemplars-Written"))
        .contains("1");
    assertThat(answer.headers().firstValue("X-Prometheus-Remote-Write-Histograms-Written"))
        .contains("0");
    assertThat(bench.sink("s").all().getFirst().labels().get("__type__")).isEqualTo("gauge");
    assertThat(post(request(false, column)).statusCode()).isEqualTo(415);
  }

  @Test
  void answersWithAnErrorWhereSomebodyDoesNotTakeIt() throws Exception {
    load(
        receive("test.broken.b.receiver, test.sink.s.receiver", "")
            + SINK
            + "test.broken \"b\" { }\n");
    assertThat(post(request(false, column(nowMs, 1))).statusCode()).isEqualTo(500);
    bench.load(receive("test.sink.s.receiver", "") + SINK + "test.broken \"b\" { }\n");
    // The same again: nobody promised to have it.
    assertThat(post(request(false, column(nowMs, 1))).statusCode()).isEqualTo(204);
  }

  @Test
  void refusesWhatIsNoRemoteWrite() throws Exception {
    load(receive("test.sink.s.receiver", "") + SINK);
    byte[] sound = request(false, column(nowMs, 1));
    assertThat(post(V1, sound, "Content-Encoding", "gzip").body())
        .isEqualTo(
            "gzip encoding (compression) is not accepted by this server; only snappy is"
                + " acceptable\n");
    assertThat(post("text/plain", sound).statusCode()).isEqualTo(415);
    assertThat(post(V1 + ";proto=x", sound).body())
        .contains("unknown type for remote write protobuf message x");
    assertThat(post(V2, sound).statusCode()).isEqualTo(415);
    assertThat(post(new byte[] {1, 2, 3}).statusCode()).isEqualTo(400);
    // Says that it is a gigabyte.
    assertThat(post(new byte[] {-1, -1, -1, -1, 3}).body()).contains("bytes limit");
    assertThat(post(new byte[0]).statusCode()).isEqualTo(400);
    var get = HttpRequest.newBuilder(url()).build();
    assertThat(client.send(get, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(405);
    assertThat(bench.sink("s").all()).isEmpty();
    assertThat(post(sound).statusCode()).isEqualTo(204);
  }

  @Test
  void listensElsewhereWhenItIsTold() throws Exception {
    load(receive("test.sink.s.receiver", "") + SINK);
    URI before = url();
    load(receive("test.sink.s.receiver", "graceful_shutdown_timeout = \"1s\"") + SINK);
    int other = before.getPort();
    load(
        receive("test.sink.s.receiver", "").replace("listen_port = 0", "listen_port = " + other)
            + SINK);
    assertThat(url().getPort()).isEqualTo(other);
    bench.load(SINK);
    assertThatThrownBy(() ->
            client.send(
                HttpRequest.newBuilder(before).build(), HttpResponse.BodyHandlers.discarding()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void endsConnectionsThatRestForTooLong() throws Exception {
    load(
        receive("test.sink.s.receiver", "")
                .replace("listen_port = 0", "listen_port = 0\nserver_idle_timeout = \"200ms\"")
            + SINK);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), url().getPort())) {
      socket.setSoTimeout(20_000);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          append_metadata = true             | append_metadata is an experimental feature, and must be enabled by setting the stability.level flag to experimental
          enable_type_and_unit_labels = true | enable_type_and_unit_labels is an experimental feature, and must be enabled by setting the stability.level flag to experimental
          accepted_remote_write_protobuf_messages = [] | accepted_remote_write_protobuf_messages must not be empty
          accepted_remote_write_protobuf_messages = ["x"] | unsupported protocol version "x": valid values are "prometheus.WriteRequest" and "io.prometheus.write.v2.Request"
          accepted_remote_write_protobuf_messages = ["io.prometheus.write.v2.Request"] | using "io.prometheus.write.v2.Request" in supported_protocol_versions is an experimental feature, and must be enabled by setting the stability.level flag to experimental
          http { listen_port = 70000 }       | listen_port must be a number up to 65535
          http { http2 { max_handlers = 5 } } | http2 > max_handlers is not supported yet
          http { tls { cert_file = "/x" } }  | missing one of key or key_file
          grpc { port = 1 }                  | unrecognized attribute name "port"
          """)
  void refusesArgumentsThatCannotWork(String argument, String message) throws Exception {
    String text = "prometheus.receive_http \"x\" {\n  forward_to = []\n  " + argument + "\n}\n";
    assertThat(bench.errors(text)).anyMatch(line -> line.contains(message));
  }
}
