package io.tributary.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.agent.cluster.ClusterSettings;
import io.tributary.agent.web.graph.StaticSurface;
import io.tributary.agent.web.service.ScrapingServiceRoutes;
import io.tributary.base.time.Clock;
import io.tributary.component.Stability;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.staticmode.StaticOptions;
import io.tributary.dialects.staticmode.StaticOptions.GrpcListener;
import io.tributary.dialects.staticmode.StaticOptions.Listener;
import io.tributary.dialects.staticmode.StaticOptions.Overrides;
import io.tributary.runtime.LoadMode;
import io.tributary.runtime.RuntimeSettings;
import io.tributary.testkit.remotewrite.RemoteWriteReceiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An agent with the scraping service, alone with a store in memory, as its users see it over HTTP.
@Timeout(120)
class ScrapingServiceAgentTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;
  private RemoteWriteReceiver receiver;
  private String grpcAddress = "127.0.0.1:0";
  private Optional<Agent<GraphWork>> running = Optional.empty();
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() {
    receiver = RemoteWriteReceiver.start();
  }

  @AfterEach
  void stop() {
    running.ifPresent(Agent::close);
    receiver.close();
    client.close();
  }

  private static String yaml(String more) {
    return """
    metrics:
      global:
        scrape_interval: 1s
        scrape_timeout: 1s
        remote_write: [{url: "${URL}", basic_auth: {username: u, password: canary},
          queue_config: {batch_send_deadline: 100ms}}]
      scraping_service:
        enabled: true
        kvstore: {store: inmemory}
        lifecycler:
          address: 127.0.0.1
          id: me
          num_tokens: 4
          ring: {kvstore: {store: inmemory}}
    %s
    """
        .formatted(more);
  }

  private Agent<GraphWork> run(String yaml, boolean shows) throws IOException {
    Files.writeString(directory.resolve("agent.yaml"), yaml);
    var options =
        new StaticOptions(
            Environment.of(Map.of("URL", receiver.url().toString())),
            true,
            false,
            Listener.DEFAULT,
            new GrpcListener(grpcAddress, false, 0, 4 << 20, 100, Duration.ZERO),
            Overrides.NONE);
    var configuration = new StaticConfiguration(directory.resolve("agent.yaml"), options);
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
    running = Optional.of(agent);
    var surface =
        new StaticSurface(
            agent.work().graph(), configuration::index, Optional::empty, agent::reloadAndTell);
    var service = new ScrapingServiceRoutes(agent.work().graph(), shows);
    assertThat(
            agent.start(routes -> {
              surface.add(routes);
              service.add(routes);
            }))
        .isEmpty();
    return agent;
  }

  private HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + running.orElseThrow().port() + path))
            .timeout(PATIENCE)
            .method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private String answer(String method, String path, String body) throws Exception {
    HttpResponse<String> response = send(method, path, body);
    return response.statusCode() + " " + response.body();
  }

  private String until(String path, Predicate<String> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String last = answer("GET", path, "");
    while (!condition.test(last)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("GET " + path + " answers in vain: " + last);
      }
      LockSupport.parkNanos(20_000_000);
      last = answer("GET", path, "");
    }
    return last;
  }

  private void awaitRing() throws Exception {
    until("/debug/ring", page -> page.contains("<td>ACTIVE</td>"));
  }

  private static String scraping(String job) {
    return """
    scrape_configs:
      - job_name: %s
        static_configs: [{targets: ["127.0.0.1:1"], labels: {zone: z}}]
    """
        .formatted(job);
  }

  @Test
  void isNotReadyWhereTheServiceCannotBegin() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      grpcAddress = "127.0.0.1:" + other.getLocalPort();
      run(yaml(""), true);
      assertThat(answer("GET", "/-/ready", "")).isEqualTo("503 Metrics are not ready yet.\n");
      assertThat(answer("GET", "/-/healthy", "")).startsWith("200 ");
    }
  }

  @Test
  void answersWhatIsNotThereWithoutThePage() throws Exception {
    run("metrics: {}\n", true);
    for (String path :
        List.of("/agent/api/v1/nothing", "/agent/api/v1/configs/", "/agent/api/v1/config")) {
      assertThat(answer("GET", path, "")).isEqualTo("404 404 page not found\n");
    }
    assertThat(answer("GET", "/debug/pprof", "")).isEqualTo("404 404 page not found\n");
    assertThat(answer("GET", "/agent/api/v1/metrics/instance/a/write", "")).isEqualTo("405 ");
    assertThat(answer("GET", "/agent/api/v1/metrics/configurations/confirm-deletions", ""))
        .startsWith("405 ");
  }

  @Test
  void managesConfigurationsAsTheOriginal() throws Exception {
    run(yaml(""), true);
    until("/-/ready", text -> text.equals("200 Agent is Ready.\n"));
    assertThat(answer("GET", "/agent/api/v1/configs", ""))
        .isEqualTo("200 {\"status\":\"success\",\"data\":{\"configs\":[]}}");
    assertThat(answer("PUT", "/agent/api/v1/config/a", scraping("one")))
        .isEqualTo("201 {\"status\":\"success\"}");
    assertThat(answer("POST", "/agent/api/v1/config/a", scraping("one")))
        .isEqualTo("200 {\"status\":\"success\"}");
    assertThat(answer("PUT", "/agent/api/v1/config/team%2Fb", scraping("two"))).startsWith("201");
    assertThat(answer("GET", "/agent/api/v1/configs", ""))
        .isEqualTo("200 {\"status\":\"success\",\"data\":{\"configs\":[\"a\",\"team/b\"]}}");
    assertThat(answer("GET", "/agent/api/v1/configs/team%2Fb", ""))
        .startsWith("200 {\"status\":\"success\",\"data\":{\"value\":\"")
        .contains("name: team/b");
    assertThat(answer("GET", "/agent/api/v1/configs/nobody", ""))
        .isEqualTo(
            "404 {\"status\":\"error\",\"data\":{\"error\":\"configuration nobody does not"
                + " exist\"}}");
    assertThat(answer("DELETE", "/agent/api/v1/config/team%2Fb", ""))
        .isEqualTo("200 {\"status\":\"success\"}");
    assertThat(answer("DELETE", "/agent/api/v1/config/team%2Fb", "")).startsWith("404 {");
    assertThat(answer("GET", "/agent/api/v1/config/a", "")).startsWith("405");
  }

  @Test
  void refusesWhatIsNotSound() throws Exception {
    run(yaml(""), true);
    awaitRing();
    assertThat(answer("PUT", "/agent/api/v1/config/a", "{["))
        .startsWith("400 {\"status\":\"error\"");
    assertThat(answer("PUT", "/agent/api/v1/config/a", "scrape_confs: []")).startsWith("400 ");
    assertThat(answer("PUT", "/agent/api/v1/config/..%2Fa", scraping("one"))).startsWith("400 ");
    assertThat(answer("PUT", "/agent/api/v1/config/a", scraping("one"))).startsWith("201 ");
    assertThat(answer("PUT", "/agent/api/v1/config/b", scraping("one")))
        .startsWith("400 ")
        .contains("one");
    assertThat(answer("PUT", "/agent/api/v1/config/b", "#".repeat(11 << 20)))
        .startsWith("413 {\"status\":\"error\",\"data\":{\"error\":\"");
  }

  /// What looks like a parameter of the path is part of the name, as in the original.
  @Test
  void takesNamesWhole() throws Exception {
    run(yaml(""), true);
    awaitRing();
    assertThat(answer("PUT", "/agent/api/v1/config/team;x", scraping("one"))).startsWith("201 ");
    assertThat(answer("PUT", "/agent/api/v1/config/team;x=/y", scraping("two"))).startsWith("404 ");
    assertThat(answer("PUT", "/agent/api/v1/config/%3Bz", scraping("three"))).startsWith("201 ");
    assertThat(answer("GET", "/agent/api/v1/configs", ""))
        .endsWith("{\"configs\":[\";z\",\"team;x\"]}}");
    assertThat(answer("GET", "/agent/api/v1/configs/team", "")).startsWith("404 ");
    assertThat(answer("DELETE", "/agent/api/v1/config/team%3bx", "")).startsWith("200 ");
    assertThat(answer("PUT", "/agent/api/v1/config/a%00b", scraping("four"))).startsWith("400 ");
  }

  @Test
  void confirmsDeletionsAndKnowsComponentsByTheirId() throws Exception {
    run(yaml(""), true);
    awaitRing();
    String confirm = "/agent/api/v1/metrics/configurations/confirm-deletions";
    assertThat(answer("POST", confirm, ""))
        .isEqualTo("200 {\"status\":\"success\",\"data\":{\"deleted\":[]}}");
    String id = "?component=prometheus.scraping_service.default";
    assertThat(answer("PUT", "/agent/api/v1/config/a" + id, scraping("one"))).startsWith("201 ");
    assertThat(answer("GET", "/agent/api/v1/configs" + id, "")).contains("[\"a\"]");
    assertThat(answer("GET", "/agent/api/v1/configs?component=another", "")).startsWith("404 ");
    assertThat(answer("GET", "/debug/ring?component=another", "")).startsWith("404 ");
    assertThat(answer("GET", "/debug/ring" + id, "")).startsWith("200 ");
  }

  @Test
  void doesNotShowConfigurationsUnlessAsked() throws Exception {
    run(yaml(""), false);
    awaitRing();
    HttpResponse<String> response = send("GET", "/agent/api/v1/configs/a", "");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).isEqualTo("404 - config endpoint is disabled");
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
  }

  @Test
  void answersThatThereIsNoneWithoutIt() throws Exception {
    run("metrics: {}\n", true);
    String none = "404 {\"status\":\"error\",\"data\":{\"error\":\"no config store running\"}}";
    assertThat(answer("GET", "/agent/api/v1/configs", "")).isEqualTo(none);
    assertThat(answer("PUT", "/agent/api/v1/config/a", "")).isEqualTo(none);
    assertThat(answer("DELETE", "/agent/api/v1/config/a", "")).isEqualTo(none);
    assertThat(answer("GET", "/debug/ring", "")).startsWith("404 ");
  }

  @Test
  void runsWhatItOwnsAndListsItAsInstances() throws Exception {
    run(yaml(""), true);
    awaitRing();
    answer("PUT", "/agent/api/v1/config/a", scraping("one"));
    until(
        "/agent/api/v1/instances",
        text -> text.equals("200 {\"status\":\"success\",\"data\":[\"a\"]}"));
    String targets = until("/agent/api/v1/targets", text -> text.contains("\"state\":\"down\""));
    assertThat(targets)
        .contains("\"target_group\":\"one\"")
        .containsPattern("\"instance\":\"[0-9a-f]{32}\"");
    assertThat(answer("POST", "/agent/api/v1/metrics/instance/a/write", "nonsense"))
        .startsWith("400 ")
        .doesNotContain("does not exist");
    receiver.await("up", () -> !receiver.ledger().seriesNamed("up").isEmpty());
    until(
        "/agent/api/v1/metrics/configurations",
        text -> text.contains("{\"name\":\"a\",\"state\":\"running\",\"problem\":\"\""));
    assertThat(answer("GET", "/metrics", ""))
        .contains("tributary_scraping_service_configurations{")
        .containsPattern("(?m)^agent_metrics_ha_configs_created_total 1(\\.0)?$");
    answer("DELETE", "/agent/api/v1/config/a", "");
    until(
        "/agent/api/v1/instances", text -> text.equals("200 {\"status\":\"success\",\"data\":[]}"));
  }

  @Test
  void showsTheRing() throws Exception {
    run(yaml(""), true);
    awaitRing();
    answer("PUT", "/agent/api/v1/config/x%3Cb%3E", scraping("one"));
    String page = until("/debug/ring", text -> text.contains("x&lt;b&gt;"));
    assertThat(page)
        .contains("<title>Ring Status</title>", "<td>me</td>", "value=\"me\"")
        .doesNotContain("<b>", "Tokens:<br>");
    assertThat(answer("GET", "/debug/ring?tokens=true", "")).contains("Tokens:<br>");
    HttpResponse<String> json = send("GET", "/debug/ring", "", "Accept", "application/json");
    assertThat(json.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(json.body())
        .startsWith("{\"shards\":[{\"id\":\"me\",\"state\":\"ACTIVE\",\"address\":\"127.0.0.1:")
        .contains("\"zone\":\"\",\"tokens\":[", "\"now\":\"", "\"owner\":\"me\"");
    HttpResponse<String> forgotten =
        send(
            "POST",
            "/debug/ring",
            "forget=nobody",
            "Content-Type",
            "application/x-www-form-urlencoded");
    assertThat(forgotten.statusCode()).isEqualTo(302);
    assertThat(forgotten.headers().firstValue("Location")).contains("#");
  }

  @Test
  void followsOtherTermsWhileItRuns() throws Exception {
    Agent<GraphWork> agent = run(yaml(""), true);
    awaitRing();
    answer("PUT", "/agent/api/v1/config/a", scraping("one"));
    until("/agent/api/v1/targets", text -> text.contains("\"state\":\"down\""));
    Files.writeString(
        directory.resolve("agent.yaml"),
        yaml("").replace("scrape_timeout: 1s", "scrape_timeout: 1s\n    external_labels: {c: d}"));
    assertThat(agent.reloadAndTell()).isEmpty();
    receiver.await(
        "the new label",
        () ->
            receiver.ledger().seriesNamed("up").stream().anyMatch(one -> "d".equals(one.get("c"))));
    Files.writeString(
        directory.resolve("agent.yaml"), yaml("").replace("num_tokens: 4", "num_tokens: 8"));
    assertThat(agent.reloadAndTell()).isEmpty();
    until("/agent/api/v1/targets", text -> text.contains("\"state\":\"down\""));
    Files.writeString(directory.resolve("agent.yaml"), "metrics: {}\n");
    assertThat(agent.reloadAndTell()).isEmpty();
    assertThat(answer("GET", "/agent/api/v1/instances", "")).contains("\"data\":[]");
  }
}
