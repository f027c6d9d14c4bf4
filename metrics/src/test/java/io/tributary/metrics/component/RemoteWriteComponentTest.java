package io.tributary.metrics.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.labels.Labels;
import io.tributary.model.layout.BlockBuilder;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.Stream;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.model.metadata.MetricType;
import io.tributary.testkit.remotewrite.Answer;
import io.tributary.testkit.remotewrite.ReceivedSample;
import io.tributary.testkit.remotewrite.RemoteWriteReceiver;
import io.tributary.testkit.remotewrite.Version;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class RemoteWriteComponentTest {
  private static final Stream STREAM = new Stream(1, List.of("i"));

  @TempDir Path directory;
  private ComponentBench bench;
  private RemoteWriteReceiver receiver;
  private long nowMs = System.currentTimeMillis() - 10_000;

  @BeforeEach
  void start() throws Exception {
    bench = new ComponentBench(directory);
    receiver = RemoteWriteReceiver.start();
  }

  @AfterEach
  void stop() {
    bench.close();
    receiver.close();
  }

  private static String config(String body) {
    return """
    test.source "x" {
      forward_to = [prometheus.remote_write.w.receiver]
    }
    prometheus.remote_write "w" {
      %s
    }
    """
        .formatted(body);
  }

  private static String endpoint(RemoteWriteReceiver to, String more) {
    return """
    endpoint {
      url = "%s"
      queue_config {
        batch_send_deadline = "50ms"
      }
      %s
    }
    """
        .formatted(to.url(), more);
  }

  /// One sample of each metric, at the next second.
  private void append(String... names) {
    var block = new BlockBuilder();
    for (String name : names) {
      block.add(Labels.of("__name__", name, "instance", "?"), List.of("instance"));
    }
    Layout layout =
        bench.layouts.layout(
            List.of("instance"),
            List.of(block.build(new FamilyMetadata(names[0], MetricType.GAUGE, "Help.", ""))));
    nowMs += 1_000;
    bench.append("x", new ScrapeColumn(STREAM, layout, nowMs, new long[names.length], null, null));
  }

  private static List<String> names(RemoteWriteReceiver of) {
    return of.storedRequests().stream()
        .flatMap(one -> one.samples().stream())
        .map(ReceivedSample::name)
        .toList();
  }

  @Test
  void sendsWhatItReceivesAsItsEndpointsSay() throws Exception {
    bench.load(
        config(
            "external_labels = {\"cluster\" = \"c\", \"instance\" = \"never\"}\n"
                + endpoint(
                    receiver,
                    """
                    name    = "main"
                    headers = {"X-Scope-OrgID" = "tenant"}
                    basic_auth {
                      username = "u"
                      password = "canary"
                    }
                    write_relabel_config {
                      source_labels = ["__name__"]
                      regex         = "b"
                      action        = "drop"
                    }
                    """)));
    append("a", "b");
    receiver.awaitSamples(1);
    ReceivedSample sample = receiver.storedRequests().getFirst().samples().getFirst();
    assertThat(sample.labels().toString()).isEqualTo("{__name__=a, cluster=c, instance=i}");
    assertThat(sample.timestampMs()).isEqualTo(nowMs);
    var request = receiver.storedRequests().getFirst();
    assertThat(request.version()).isEqualTo(Version.V1);
    assertThat(request.header("X-Scope-OrgID")).contains("tenant");
    assertThat(request.header("Authorization")).contains("Basic dTpjYW5hcnk=");
    assertThat(receiver.violations()).isEmpty();
    assertThat(names(receiver)).containsExactly("a");
    ComponentBench.await(
        "the ledger",
        () ->
            bench
                .debugInfo("prometheus.remote_write.w")
                .contains("[name=delivered_samples, value=NumberJson[value=1.0]]"));
    assertThat(bench.component("prometheus.remote_write.w").toString())
        .contains("value=main")
        .doesNotContain("canary")
        .doesNotContain("tenant");
    assertThat(bench.metric("prometheus_remote_write_wal_storage_active_series")).isEqualTo(2);
  }

  @Test
  void speaksRemoteWrite2WhereItIsToldTo() throws Exception {
    bench.load(config(endpoint(receiver, "protobuf_message = \"io.prometheus.write.v2.Request\"")));
    append("a");
    receiver.awaitSamples(1);
    assertThat(receiver.storedRequests().getFirst().version()).isEqualTo(Version.V2);
  }

  @Test
  void goesOnAfterARestartWhereTheReceiverLeftOff() throws Exception {
    bench.load(config(endpoint(receiver, "")));
    append("a");
    receiver.awaitSamples(1);
    receiver.otherwise(Answer.status(503));
    append("b");
    receiver.await(
        "a refused request", () -> receiver.requests().size() > receiver.storedRequests().size());
    bench.close();
    receiver.otherwise(Answer.ok());
    bench = new ComponentBench(directory);
    bench.load(config(endpoint(receiver, "")));
    append("c");
    receiver.awaitSamples(3);
    assertThat(names(receiver)).containsExactly("a", "b", "c");
  }

  @Test
  void endsAllSeriesWhereItIsAskedTo() throws Exception {
    bench.load(config("write_stale_on_shutdown = true\n" + endpoint(receiver, "")));
    append("a", "b");
    append("a", "b");
    receiver.awaitSamples(4);
    bench.close();
    assertThat(
            receiver.storedRequests().stream()
                .flatMap(one -> one.samples().stream())
                .filter(ReceivedSample::isStale)
                .map(ReceivedSample::name))
        .containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void leavesWhatItCannotSendInTimeInItsLog() throws Exception {
    receiver.otherwise(Answer.status(503));
    bench.load(config("remote_flush_deadline = \"100ms\"\n" + endpoint(receiver, "")));
    append("a");
    receiver.await("a refused request", () -> !receiver.requests().isEmpty());
    bench.close();
    receiver.otherwise(Answer.ok());
    bench = new ComponentBench(directory);
    bench.load(config(endpoint(receiver, "")));
    receiver.awaitSamples(1);
    assertThat(names(receiver)).containsExactly("a");
  }

  @Test
  void endpointsThatStayAreNotConcernedByOthers() throws Exception {
    try (var other = RemoteWriteReceiver.start()) {
      bench.load(config(endpoint(receiver, "")));
      append("a");
      receiver.awaitSamples(1);
      bench.load(config(endpoint(receiver, "") + endpoint(other, "")));
      append("b");
      receiver.awaitSamples(2);
      other.await("b", () -> names(other).contains("b"));
      bench.load(config(endpoint(other, "")));
      ComponentBench.await(
          "one endpoint",
          () -> bench.component("prometheus.remote_write.w").debugInfo().size() == 1);
      append("c");
      other.await("c", () -> names(other).contains("c"));
      assertThat(names(receiver)).containsExactly("a", "b");
      assertThat(receiver.ledger().report().identicalDuplicates()).isZero();
    }
  }

  @Test
  void keepsItsReceiverAndItsEndpointsWhereOthersCannotWork() throws Exception {
    bench.load(config(endpoint(receiver, "")));
    assertThat(bench.errors(config(endpoint(receiver, "tls_config {\n ca_file = \"/none\"\n}"))))
        .singleElement()
        .asString()
        .contains("cannot set up remote_write");
    append("a");
    receiver.awaitSamples(1);
    assertThat(bench.component("prometheus.remote_write.w").health().state())
        .isEqualTo("unhealthy");
  }

  @Test
  void canBeBuiltOnceWhatWasInTheWayIsGone() throws Exception {
    bench.load("test.sink \"s\" { }\n");
    assertThat(bench.errors(config(endpoint(receiver, "tls_config {\n ca_file = \"/none\"\n}"))))
        .isNotEmpty();
    bench.load(config(endpoint(receiver, "")));
    append("a");
    receiver.awaitSamples(1);
  }

  @Test
  void saysThatAReceiverRefuses() throws Exception {
    receiver.otherwise(Answer.status(401).withBody("who are you?"));
    bench.load(config(endpoint(receiver, "name = \"main\"")));
    append("a");
    ComponentBench.await(
        "an unhealthy component",
        () -> bench.component("prometheus.remote_write.w").health().state().equals("unhealthy"));
    assertThat(bench.component("prometheus.remote_write.w").health().message())
        .startsWith("endpoint \"main\" refuses: ")
        .contains("401");
  }

  @Test
  void keepsWhatItReceivesWithoutEndpoints() throws Exception {
    bench.load(config(""));
    append("a");
    bench.load(config(endpoint(receiver, "")));
    receiver.awaitSamples(1);
    assertThat(names(receiver)).containsExactly("a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          endpoint { }                                                 | missing required attribute "url"
          endpoint { url = "ftp://h/" }                                | URL scheme must be 'http' or 'https'
          endpoint { url = "" }                                        | URL scheme must be 'http' or 'https'
          endpoint { url = "http://h/", protobuf_message = "x" }       | unknown remote write protobuf message "x", should be one of prometheus.WriteRequest, io.prometheus.write.v2.Request
          endpoint { url = "http://h/", queue_config { min_shards = 2, max_shards = 1 } }   | remote write queue min_shards must not be greater than max_shards: 2 > 1
          endpoint { url = "http://h/", queue_config { capacity = 0 } }                     | remote write queue capacity must be positive, got 0
          endpoint { url = "http://h/", metadata_config { send_interval = "0s" } }          | send_interval must be greater than 0
          endpoint { url = "http://h/", sigv4 { region = "r" } }                            | sigv4: authentication of remote write with sigv4 is not supported yet
          endpoint { url = "http://h/", azuread { managed_identity { client_id = "c" } } }  | azuread: authentication of remote write with azuread is not supported yet
          endpoint { url = "http://h/", google_iam { } }                                    | google_iam: authentication of remote write with google_iam is not supported yet
          endpoint { url = "http://h/", write_relabel_config { action = "hashmod" } }       | relabel configuration for hashmod requires non-zero modulus
          endpoint { url = "http://h/" }, endpoint { url = "http://h/" }                    | duplicate remote write configs are not allowed, found duplicate for name
          remote_flush_deadline = "0s"                                 | remote_flush_deadline must be greater than 0s
          wal { truncate_frequency = "0s" }                            | truncate_frequency must not be 0
          wal { min_keepalive_time = "9h" }                            | min_keepalive_time must be smaller than max_keepalive_time
          """)
  void refusesArgumentsThatCannotWork(String argument, String message) throws Exception {
    assertThat(bench.errors(config(lines(argument))))
        .anySatisfy(line -> assertThat(line).contains(message));
  }

  /// Every attribute and brace on a line of its own.
  private static String lines(String text) {
    return text.replace("{ ", "{\n").replace(" }", "\n}").replace(", ", "\n");
  }

  @Test
  void hasTheDefaultsOfTheOriginal() throws Exception {
    bench.load(config(endpoint(receiver, "").replaceAll("(?s)queue_config \\{.*?\\}", "")));
    assertThat(bench.component("prometheus.remote_write.w").arguments().toString())
        .contains("[name=capacity, value=NumberJson[value=10000.0]]")
        .contains("[name=max_shards, value=NumberJson[value=50.0]]")
        .contains("[name=max_samples_per_send, value=NumberJson[value=2000.0]]")
        .contains("[name=batch_send_deadline, value=StringJson[value=5s]]")
        .contains("[name=send_exemplars, value=BoolJson[value=true]]")
        .contains("[name=enable_http2, value=BoolJson[value=false]]")
        .contains("[name=remote_timeout, value=StringJson[value=30s]]")
        .contains("[name=truncate_frequency, value=StringJson[value=2h0m0s]]")
        .contains("[name=max_keepalive_time, value=StringJson[value=8h0m0s]]");
  }
}
