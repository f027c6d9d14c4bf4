package io.tributary.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.agent.cluster.ClusterSettings;
import io.tributary.agent.telemetry.StaticTelemetry;
import io.tributary.agent.web.graph.StaticSurface;
import io.tributary.base.host.HostName;
import io.tributary.base.time.Clock;
import io.tributary.component.Stability;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.staticmode.StaticOptions;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.BlockBuilder;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.Stream;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.runtime.LoadMode;
import io.tributary.runtime.RuntimeSettings;
import io.tributary.testkit.remotewrite.ReceivedSample;
import io.tributary.testkit.remotewrite.RemoteWriteReceiver;
import io.tributary.wire.compress.Snappy;
import io.tributary.wire.remotewrite.Batch;
import io.tributary.wire.remotewrite.RequestEncoder;
import io.tributary.wire.remotewrite.Rw1Encoder;
import io.tributary.wire.remotewrite.TemplateCache;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An `agent.yaml` that runs, as its users see it over HTTP and at the receiver.
@Timeout(90)
class StaticAgentTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;
  private RemoteWriteReceiver receiver;
  private Optional<Running> running = Optional.empty();
  private final HttpClient client = HttpClient.newHttpClient();

  private record Running(Agent<GraphWork> agent, StaticConfiguration configuration) {}

  private Agent<GraphWork> agent() {
    return running.orElseThrow().agent();
  }

  private StaticConfiguration configuration() {
    return running.orElseThrow().configuration();
  }

  @BeforeEach
  void start() throws Exception {
    receiver = RemoteWriteReceiver.start();
  }

  @AfterEach
  void stop() {
    running.ifPresent(one -> one.agent().close());
    receiver.close();
    client.close();
  }

  private void write(String yaml) throws IOException {
    Files.writeString(directory.resolve("agent.yaml"), yaml);
  }

  private void run(String yaml, boolean showsConfiguration) throws IOException {
    write(yaml);
    var configuration =
        new StaticConfiguration(
            directory.resolve("agent.yaml"),
            StaticOptions.of(Environment.of(Map.of("URL", receiver.url().toString()))).expanding());
    Agent<GraphWork> agent =
        GraphWork.agent(
            new GraphSettings(
                configuration,
                RuntimeSettings.in(directory.resolve("wal"))
                    .with(LoadMode.STRICT)
                    .with(Stability.EXPERIMENTAL),
                "127.0.0.1:0",
                "",
                ClusterSettings.off("node"),
                Duration.ofSeconds(1),
                new GraphSettings.Server(100, Duration.ofSeconds(30), false),
                Map.of()),
            (_, result) -> assertThat(result.errors()).isEmpty(),
            Clock.system());
    running = Optional.of(new Running(agent, configuration));
    var surface =
        new StaticSurface(
            agent.work().graph(),
            configuration::index,
            () ->
                showsConfiguration ? Optional.of(configuration.effectiveYaml()) : Optional.empty(),
            agent::reloadAndTell);
    StaticTelemetry.register(
        agent.work().registry(), agent.work().graph(), configuration::index, true);
    assertThat(agent.start(surface::add)).isEmpty();
  }

  private String yaml(String more) {
    return """
    metrics:
      global:
        scrape_interval: 1s
        scrape_timeout: 1s
        external_labels: {cluster: c1}
        remote_write: [{url: "${URL}", basic_auth: {username: u, password: canary}}]
      configs:
        - name: b
          host_filter: true
          scrape_configs:
            - job_name: dead
              static_configs: [{targets: ["127.0.0.1:1", "192.0.2.1:1"], labels: {zone: z}}]
        - name: a
          host_filter: true
          scrape_configs:
            - job_name: other
              static_configs: [{targets: ["localhost:1"]}]
    %s
    """
        .formatted(more);
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + agent().port() + path))
            .timeout(PATIENCE)
            .method(method, BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
  }

  private String until(String path, String part) throws Exception {
    Clock clock = Clock.system();
    long deadline = clock.nanos() + PATIENCE.toNanos();
    String answer = send("GET", path).body();
    while (!answer.contains(part) && clock.nanos() < deadline) {
      clock.parkUntil(clock.nanos() + 50_000_000);
      answer = send("GET", path).body();
    }
    return answer;
  }

  @Test
  void answersAsTheOriginal() throws Exception {
    run(yaml(""), false);
    assertThat(send("GET", "/-/healthy").body()).isEqualTo("Agent is Healthy.\n");
    assertThat(send("POST", "/-/healthy").statusCode()).isEqualTo(200);
    assertThat(until("/-/ready", "Agent is Ready.\n")).isEqualTo("Agent is Ready.\n");
    HttpResponse<String> instances = send("GET", "/agent/api/v1/metrics/instances");
    assertThat(instances.body()).isEqualTo("{\"status\":\"success\",\"data\":[\"a\",\"b\"]}");
    assertThat(instances.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(send("GET", "/agent/api/v1/instances").body()).isEqualTo(instances.body());
    assertThat(send("POST", "/agent/api/v1/instances").statusCode()).isEqualTo(405);
    assertThat(send("GET", "/integrations/node_exporter/metrics").statusCode()).isEqualTo(404);
  }

  @Test
  void showsTheTargetsOfThisHostByGroup() throws Exception {
    run(yaml(""), false);
    String targets = until("/agent/api/v1/metrics/targets", "Connection refused");
    assertThat(targets)
        .startsWith("{\"status\":\"success\",\"data\":[{\"instance\":\"")
        .contains("\"target_group\":\"dead\",\"endpoint\":\"http://127.0.0.1:1/metrics\"")
        .contains("\"labels\":{\"instance\":\"127.0.0.1:1\",\"job\":\"dead\",\"zone\":\"z\"}")
        .contains("\"target_group\":\"other\"")
        .contains("\"scrape_duration_ms\":")
        .doesNotContain("192.0.2.1");
    assertThat(targets.indexOf("\"dead\"")).isLessThan(targets.indexOf("\"other\""));
    assertThat(configuration().index().group("a"))
        .hasSize(32)
        .isEqualTo(configuration().index().group("b"));
  }

  private int write(String instance, byte[] body) throws Exception {
    String path = "/agent/api/v1/metrics/instance/" + instance + "/write";
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + agent().port() + path))
            .header("Content-Type", "application/x-protobuf")
            .header("Content-Encoding", "snappy")
            .timeout(PATIENCE)
            .POST(BodyPublishers.ofByteArray(body));
    return client.send(request.build(), BodyHandlers.ofString()).statusCode();
  }

  private static byte[] request(String name, long atMs) {
    var block = new BlockBuilder();
    block.add(Labels.of("__name__", name, "job", "pushed"), List.of());
    var layout = new Layouts().layout(List.of(), List.of(block.build(FamilyMetadata.NONE)));
    var batch = new Batch();
    batch.add(
        new ScrapeColumn(new Stream(1, List.of()), layout, atMs, new long[1], null, null), 0, 1);
    var message =
        new Rw1Encoder(RequestEncoder.Options.ALL, TemplateCache.none()).encode(batch, false);
    var snappy = new Snappy();
    int length = snappy.compress(message.bytes(), message.offset(), message.length());
    return Arrays.copyOf(snappy.output(), length);
  }

  @Test
  void takesWritesIntoTheLogOfAnInstance() throws Exception {
    run(yaml(""), false);
    until("/-/ready", "Agent is Ready.\n");
    long nowMs = Clock.system().wallMs();
    assertThat(write("a", request("pushed_total", nowMs))).isEqualTo(204);
    assertThat(write("b", request("pushed_total", nowMs))).isEqualTo(400);
    assertThat(write("a", new byte[] {1, 2})).isEqualTo(400);
    assertThat(write("nobody", request("x", nowMs))).isEqualTo(400);
    receiver.await("the sample", () -> !receiver.ledger().seriesNamed("pushed_total").isEmpty());
    assertThat(receiver.ledger().seriesNamed("pushed_total"))
        .singleElement()
        .hasToString("{__name__=pushed_total, cluster=c1, job=pushed}");
  }

  @Test
  void showsItsConfigurationWhereItMay() throws Exception {
    run(yaml(""), true);
    HttpResponse<String> config = send("GET", "/-/config");
    assertThat(config.statusCode()).isEqualTo(200);
    assertThat(config.body())
        .contains("instance_mode: shared", "wal_truncate_frequency: 1h0m0s", "password: <secret>")
        .doesNotContain("canary");
  }

  @Test
  void tellsOfItsLogsUnderTheNamesOfTheOriginal() throws Exception {
    run(yaml(""), false);
    String group = configuration().index().group("a");
    String series = "agent_wal_storage_active_series{instance_group_name=\"" + group + "\"}";
    assertThat(until("/metrics", series + " 1"))
        .contains(series)
        .contains("agent_wal_samples_appended_total{instance_group_name=\"" + group + "\"}")
        .contains("agent_metrics_active_instances 1")
        .contains("agent_metrics_active_configs 2")
        .contains("agent_config_last_load_successful")
        .contains("agent_config_hash{")
        .contains("agent_build_info{");
  }

  @Test
  void hidesItsConfigurationUnlessItIsAskedFor() throws Exception {
    run(yaml(""), false);
    HttpResponse<String> config = send("GET", "/-/config");
    assertThat(config.statusCode()).isEqualTo(404);
    assertThat(config.body()).isEqualTo("404 - config endpoint is disabled");
  }

  @Test
  void sendsWhatItScrapes() throws Exception {
    run(yaml(""), false);
    receiver.await(
        "up of both jobs",
        () ->
            receiver.storedRequests().stream()
                    .flatMap(request -> request.samples().stream())
                    .filter(sample -> sample.name().equals("up"))
                    .map(sample -> sample.labels().get("job") + sample.labels().get("cluster"))
                    .distinct()
                    .count()
                == 2);
    assertThat(receiver.storedRequests())
        .allSatisfy(request -> assertThat(request.header("Authorization")).isPresent());
  }

  @Test
  void integrationsHaveTheLabelsOfTheOriginal() throws Exception {
    run(
        yaml(
            """
            integrations:
              labels: {team: "a$1"}
              agent: {enabled: true, instance: me}
              node_exporter: {enabled: true, set_collectors: [loadavg]}
            """),
        false);
    String host = HostName.orOfEnvironment();
    receiver.await("the host's load", () -> labels("node_load1").isPresent());
    assertThat(labels("node_load1").orElseThrow())
        .containsEntry("job", "integrations/node_exporter")
        .containsEntry("instance", host + ":12345")
        .containsEntry("agent_hostname", host)
        .containsEntry("cluster", "c1")
        .containsEntry("team", "a$1");
    receiver.await("the agent's own", () -> labels("agent_build_info").isPresent());
    assertThat(labels("agent_build_info").orElseThrow())
        .containsEntry("job", "integrations/agent")
        .containsEntry("instance", "me");
    assertThat(send("GET", "/agent/api/v1/instances").body())
        .contains("[\"a\",\"b\",\"integration/agent\",\"integration/node_exporter\"]");
    assertThat(send("GET", "/integrations/node_exporter/metrics").body()).contains("node_load1 ");
    assertThat(send("GET", "/integrations/redis_exporter/metrics").statusCode()).isEqualTo(404);
  }

  private Optional<Map<String, String>> labels(String name) {
    return receiver.storedRequests().stream()
        .flatMap(request -> request.samples().stream())
        .filter(sample -> sample.name().equals(name))
        .findFirst()
        .map(ReceivedSample::labels);
  }

  @Test
  void aReloadWithAnErrorChangesNothing() throws Exception {
    run(yaml(""), false);
    write("metrics: {configs: [{name: a}, {name: a}]}\n");
    assertThat(send("POST", "/-/reload").statusCode()).isEqualTo(400);
    assertThat(send("GET", "/agent/api/v1/instances").body()).contains("[\"a\",\"b\"]");
    write(yaml("").replace("name: a", "name: c"));
    HttpResponse<String> reload = send("GET", "/-/reload");
    assertThat(reload.statusCode()).isEqualTo(200);
    assertThat(reload.body()).isEmpty();
    assertThat(send("GET", "/agent/api/v1/instances").body()).contains("[\"b\",\"c\"]");
  }
}
