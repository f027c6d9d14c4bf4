package io.tributary.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.Clock;
import io.tributary.dialects.prometheus.tree.PrometheusTree;
import io.tributary.testkit.remotewrite.ReceivedSample;
import io.tributary.testkit.remotewrite.RemoteWriteReceiver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `tributary prometheus` is a graph inside, and an agent of Prometheus outside.
@Timeout(120)
class PrometheusGraphTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;
  private final Clock clock = Clock.system();
  private final HttpClient client = HttpClient.newHttpClient();
  private RemoteWriteReceiver receiver;
  private @Nullable Agent<PrometheusWork> agent;
  private Optional<String> failure = Optional.empty();

  @BeforeEach
  void open() {
    receiver = RemoteWriteReceiver.start();
  }

  @AfterEach
  void close() {
    if (agent != null) {
      agent.close();
    }
    receiver.close();
    client.close();
  }

  private Path file() {
    return directory.resolve("prometheus.yml");
  }

  private String targets(String name, int port) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, "[{\"targets\": [\"127.0.0.1:%d\"]}]".formatted(port));
    return "file_sd_configs: [{files: ['" + file + "']}]";
  }

  private static String statics(int port) {
    return "static_configs: [{targets: ['127.0.0.1:%d']}]".formatted(port);
  }

  /// The jobs in turn, each a text in braces.
  private void configure(String... jobs) throws IOException {
    Files.writeString(
        file(),
        """
        global: {scrape_interval: 200ms, scrape_timeout: 200ms}
        remote_write:
        - {url: '%s', queue_config: {batch_send_deadline: 50ms}}
        scrape_configs:
        %s
        """
            .formatted(
                receiver.url(),
                String.join("\n", List.of(jobs).stream().map(job -> "- {" + job + "}").toList())));
  }

  private void start() throws IOException {
    AgentSettings settings = TestSettings.of(file(), 0);
    PrometheusTree.Loaded loaded = PrometheusWork.load(settings);
    assertThat(loaded.diagnostics()).isEmpty();
    Agent<PrometheusWork> started = PrometheusWork.agent(settings, loaded, clock);
    agent = started;
    failure = started.start(_ -> {});
  }

  private String get(String path) throws IOException, InterruptedException {
    int port = running().port();
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  private String page(String path) {
    try {
      return get(path);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Agent<PrometheusWork> running() {
    return Optional.ofNullable(agent).orElseThrow();
  }

  private void await(String what, BooleanSupplier condition) {
    long deadline = clock.nanos() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(clock.nanos() - deadline).as("waited in vain: " + what).isNegative();
      clock.parkUntil(clock.nanos() + 20_000_000);
    }
  }

  private List<SortedMap<String, String>> series(String job) {
    return receiver.ledger().seriesNamed("up").stream()
        .filter(labels -> job.equals(labels.get("job")))
        .toList();
  }

  private List<ReceivedSample> received(String job) {
    return series(job).stream()
        .flatMap(labels -> receiver.ledger().samplesOf(labels).stream())
        .toList();
  }

  private void awaitMore(String job) {
    int before = received(job).size();
    await("samples of " + job, () -> received(job).size() >= before + 3);
  }

  /// A server of targets that outlives every agent: the receiver, which knows no such page.
  private int target() {
    return receiver.port();
  }

  @Test
  void theGraphIsThereAndTheMetricsAreThoseOfPrometheus() throws Exception {
    configure(
        "job_name: a b, " + statics(target()), "job_name: files, " + targets("t.json", target()));
    start();
    assertThat(failure).isEmpty();
    awaitMore("a b");
    awaitMore("files");

    assertThat(get("/api/v0/web/components"))
        .contains("\"prometheus.scrape.a_b\"", "\"prometheus.scrape.files\"")
        .contains("\"discovery.file.files\"", "\"prometheus.remote_write.default\"");
    assertThat(get("/api/v0/web/components/discovery.file.files")).contains("127.0.0.1:");
    assertThat(get("/metrics"))
        .doesNotContain("component_id", "agent_component", "alloy_", "prometheus_fanout")
        .contains("prometheus_sd_discovered_targets{config=\"a b\",name=\"scrape\"} 1")
        .contains("prometheus_sd_discovered_targets{config=\"files\",name=\"scrape\"} 1")
        .contains("prometheus_target_scrape_pool_targets{scrape_job=\"a b\"} 1")
        .contains("prometheus_target_scrape_pool_sync_total{scrape_job=\"a b\"} 1");
    assertThat(get("/api/v1/scrape_pools")).contains("[\"a b\",\"files\"]");
    assertThat(get("/api/v1/scrape_pools/config?scrapePool=files")).contains("file_sd_configs");
  }

  @Test
  void jobsWhoseDiscoveryChangesKeepTheTargetsThatStay() throws Exception {
    configure("job_name: j, " + statics(target()), "job_name: k, " + targets("k.json", target()));
    start();
    awaitMore("j");
    awaitMore("k");

    configure("job_name: j, " + targets("j.json", target()), "job_name: k, " + statics(target()));
    assertThat(running().work().reload()).isEmpty();
    awaitMore("j");
    awaitMore("k");

    assertThat(received("j")).noneMatch(ReceivedSample::isStale);
    assertThat(received("k")).noneMatch(ReceivedSample::isStale);
  }

  @Test
  void settingsThatChangePlacesTakeTheirTargetsAlong() throws Exception {
    try (var second = RemoteWriteReceiver.start()) {
      String one = targets("one.json", target());
      String two = targets("two.json", second.port());
      configure("job_name: j, " + both(one, two));
      start();
      await("both targets", () -> series("j").size() == 2);
      awaitMore("j");

      configure("job_name: j, " + both(two, one));
      assertThat(running().work().reload()).isEmpty();
      awaitMore("j");
      configure("job_name: j, " + one);
      assertThat(running().work().reload()).isEmpty();
      await("the end of the other target", () -> received("j").stream().anyMatch(isStale()));

      assertThat(received("j").stream().filter(isStale()))
          .singleElement()
          .satisfies(up -> assertThat(up.labels().get("instance")).endsWith(":" + second.port()));
    }
  }

  @Test
  void settingsThatStandTwiceInAJobMayGoOnce() throws Exception {
    try (var second = RemoteWriteReceiver.start()) {
      String one = targets("one.json", target());
      String two = targets("two.json", second.port());
      configure("job_name: j, " + both(both(one, one), two));
      start();
      await("both targets", () -> series("j").size() == 2);

      configure("job_name: j, " + both(one, two));
      assertThat(running().work().reload()).isEmpty();
      awaitMore("j");
      awaitMore("j");
      assertThat(received("j")).noneMatch(ReceivedSample::isStale);
    }
  }

  @Test
  void jobsWithNamesThatAreAlikeStayThemselvesWhereverTheyStand() throws Exception {
    String spaced = "job_name: a b, " + statics(target());
    String dashed = "job_name: a-b, " + targets("t.json", target());
    configure(spaced, dashed);
    start();
    awaitMore("a b");
    awaitMore("a-b");
    assertThat(get("/api/v0/web/components/prometheus.scrape.a_b_2")).contains("\"a-b\"");

    configure(dashed, "job_name: a_b, " + statics(target()), spaced);
    assertThat(running().work().reload()).isEmpty();
    awaitMore("a_b");
    awaitMore("a b");
    awaitMore("a-b");
    assertThat(received("a b")).noneMatch(ReceivedSample::isStale);
    assertThat(received("a-b")).noneMatch(ReceivedSample::isStale);
    assertThat(get("/api/v0/web/components/prometheus.scrape.a_b_2")).contains("\"a-b\"");
    assertThat(get("/metrics"))
        .contains("prometheus_target_scrape_pools_total 3")
        .contains("prometheus_target_scrape_pool_reloads_total 0");
  }

  @Test
  void aComponentSaysWhyItsDiscoveryFails() throws Exception {
    configure(
        "job_name: j, http_sd_configs: [{url: 'http://127.0.0.1:%d/none'}]".formatted(target()));
    start();
    await(
        "the failure", () -> page("/api/v0/web/components/discovery.http.j").contains("unhealthy"));
    assertThat(page("/api/v0/web/components/discovery.http.j"))
        .contains("cannot discover all targets: ");
  }

  @Test
  void noPageShowsASecret() throws Exception {
    String canary = "canary-5b1f";
    configure(
        "job_name: j, basic_auth: {username: u, password: " + canary + "}, " + statics(target()));
    String yaml = Files.readString(file());
    Files.writeString(
        file(),
        yaml.replace(
            "queue_config:", "authorization: {credentials: " + canary + "}, queue_config:"));
    start();
    for (String page :
        List.of(
            "/api/v0/web/components",
            "/api/v0/web/components/prometheus.scrape.j",
            "/api/v0/web/components/prometheus.remote_write.default",
            "/api/v0/web/ledger",
            "/api/v1/status/config",
            "/api/v1/scrape_pools/config?scrapePool=j")) {
      assertThat(get(page)).as(page).isNotEmpty().doesNotContain(canary);
    }
  }

  private static Predicate<ReceivedSample> isStale() {
    return ReceivedSample::isStale;
  }

  private static String both(String one, String two) {
    return one.substring(0, one.length() - 1) + ", " + two.substring("file_sd_configs: [".length());
  }

  @Test
  void aJobThatCannotBeSetUpLeavesTheOthersAloneAndIsTriedAgainWithEveryReload() throws Exception {
    Path authority = directory.resolve("ca.pem");
    String broken = "job_name: tls, tls_config: {ca_file: '%s'}, ".formatted(authority);
    configure(broken + statics(target()), "job_name: plain, " + statics(target()));
    start();
    assertThat(failure).isEmpty();
    awaitMore("plain");
    assertThat(get("/api/v1/scrape_pools")).contains("[\"plain\"]");
    assertThat(get("/metrics")).doesNotContain("prometheus_target_scrape_pools_failed_total 0");

    Files.writeString(authority, certificate());
    assertThat(running().work().reload()).isEmpty();
    awaitMore("tls");
    assertThat(get("/api/v1/scrape_pools")).contains("[\"plain\",\"tls\"]");
  }

  @Test
  void aChangeThatCannotBeSetUpIsSaidAndTheJobGoesOn() throws Exception {
    configure("job_name: j, " + statics(target()), "job_name: k, " + statics(target()));
    start();
    awaitMore("j");

    configure(
        "job_name: j, tls_config: {ca_file: '/nowhere/ca.pem'}, " + statics(target()),
        "job_name: l, " + statics(target()));
    assertThat(running().work().reload().orElseThrow())
        .contains("one or more errors occurred while applying the new configuration: scrape: ")
        .contains("cannot set up scrape job \"j\": ");
    awaitMore("j");
    awaitMore("l");
    assertThat(get("/metrics")).contains("prometheus_config_last_reload_successful 0");
    assertThat(get("/api/v0/web/components/prometheus.scrape.j")).contains("unhealthy");

    configure("job_name: j, " + statics(target()));
    assertThat(running().work().reload()).isEmpty();
    assertThat(get("/api/v0/web/components/prometheus.scrape.j")).doesNotContain("unhealthy");
  }

  @Test
  void aDestinationThatCannotBeSetUpKeepsAnAgentFromStarting() throws Exception {
    configure("job_name: j, " + statics(target()));
    String yaml = Files.readString(file());
    Files.writeString(
        file(), yaml.replace("queue_config:", "tls_config: {ca_file: /nowhere}, queue_config:"));
    start();
    assertThat(failure.orElseThrow())
        .startsWith(
            "one or more errors occurred while applying the new configuration: remote storage: "
                + "cannot set up remote_write \"");
  }

  @Test
  void aDestinationWithoutANameGoesOnWhereItWasWhenItsSettingsChange() throws Exception {
    configure("job_name: j, " + statics(target()));
    start();
    awaitMore("j");
    String yaml = Files.readString(file());
    Files.writeString(file(), yaml.replace("50ms", "40ms"));
    assertThat(running().work().reload()).isEmpty();
    awaitMore("j");
    List<Long> times = received("j").stream().map(ReceivedSample::timestampMs).sorted().toList();
    assertThat(times).doesNotHaveDuplicates();
    for (int i = 1; i < times.size(); i++) {
      assertThat(times.get(i) - times.get(i - 1)).as("between %s", times).isLessThan(900);
    }
  }

  /// Some certificate, as the Java runtime has them.
  private static String certificate() throws Exception {
    var store =
        KeyStore.getInstance(
            Path.of(System.getProperty("java.home"), "lib", "security", "cacerts").toFile(),
            "changeit".toCharArray());
    byte[] encoded = store.getCertificate(store.aliases().nextElement()).getEncoded();
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(encoded)
        + "\n-----END CERTIFICATE-----\n";
  }
}
