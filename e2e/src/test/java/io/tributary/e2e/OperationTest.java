package io.tributary.e2e;

import static io.tributary.e2e.ScriptedExporter.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.e2e.ScriptedExporter.Page;
import io.tributary.testkit.remotewrite.ReceivedSample;
import io.tributary.testkit.remotewrite.RemoteWriteReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What operators do to a running agent, and what they look at.
class OperationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PASSWORD = "open-sesame";

  @TempDir Path directory;

  private ScriptedExporter target;
  private RemoteWriteReceiver receiver;

  @BeforeEach
  void open() throws IOException {
    target = new ScriptedExporter();
    target.serve("/metrics", List.of(Page.of(TEXT, "m 1\n")));
    receiver = RemoteWriteReceiver.start();
  }

  @AfterEach
  void close() {
    target.close();
    receiver.close();
  }

  /// Writes a configuration with these jobs, each a line of YAML or more.
  private Path configure(String jobs) throws IOException {
    return Files.writeString(
        directory.resolve("prometheus.yml"),
        """
        global: {scrape_interval: 200ms}
        remote_write:
        - {url: '%s', queue_config: {batch_send_deadline: 100ms}}
        scrape_configs:
        %s
        """
            .formatted(receiver.url(), jobs));
  }

  /// A job called "job" that scrapes the target, with `more` of its settings.
  private String job(String more) {
    return "- {job_name: job, static_configs: [{targets: ['127.0.0.1:%d']}], %s}"
        .formatted(target.port(), more);
  }

  private ChildProcess agent(String jobs) throws Exception {
    return ChildProcess.tributary(directory, configure(jobs), ChildProcess.freePort())
        .ready("/-/ready");
  }

  private static void eventually(ChildProcess agent, String what, Eventually.Condition condition)
      throws Exception {
    Eventually.holds(PATIENCE, condition, () -> "waited in vain: " + what + "\n" + agent.output());
  }

  /// Waits for so many more samples of `name`, stale ones aside.
  private void awaitMore(String name, int count) {
    int before = samples(name).size();
    receiver.await("samples of " + name, () -> samples(name).size() >= before + count);
  }

  private List<ReceivedSample> samples(String name) {
    return receiver.ledger().seriesNamed(name).stream()
        .flatMap(labels -> receiver.ledger().samplesOf(labels).stream())
        .filter(sample -> sample.valueBits() != ReceivedSample.STALE_BITS)
        .toList();
  }

  private double lastUp() {
    return samples("up").getLast().value();
  }

  @Test
  void failedScrapesAreWrittenToTheFileThatIsNamedAndToItsSuccessor() throws Exception {
    target.serve("/metrics", List.of(Page.bare("no").status(500)));
    Path file = directory.resolve("failures.log");
    try (var agent = agent(job("scrape_failure_log_file: failures.log"))) {
      eventually(agent, "a line", () -> Files.exists(file) && Files.size(file) > 0);
      String line = Files.readString(file).lines().findFirst().orElseThrow();
      assertThat(line)
          .startsWith("{")
          .endsWith("}")
          .contains("\"level\":\"ERROR\"")
          .contains("\"msg\":\"server returned HTTP status 500 Internal Server Error\"")
          .contains("\"job_name\":\"job\"")
          .contains("\"target\":\"http://127.0.0.1:" + target.port() + "/metrics\"");
      // As logrotate does: the file moves on, the agent is told to reload.
      Path old = directory.resolve("failures.log.1");
      Files.move(file, old);
      agent.hangUp();
      eventually(agent, "a line again", () -> Files.exists(file) && Files.size(file) > 0);
      long size = Files.size(old);
      eventually(agent, "more lines", () -> Files.readString(file).lines().count() > 3);
      assertThat(Files.size(old)).isEqualTo(size);

      Path other = directory.resolve("others.log");
      configure(job("scrape_failure_log_file: others.log"));
      agent.hangUp();
      eventually(agent, "the other file", () -> Files.exists(other) && Files.size(other) > 0);
      assertThat(agent.terminate()).isZero();
    }
  }

  @Test
  void aHalfWrittenFileOfTargetsKeepsTheLastGoodOnes() throws Exception {
    Path file = directory.resolve("targets.json");
    String good = "[{\"targets\": [\"127.0.0.1:%d\"], \"labels\": {\"set\": \"%s\"}}]";
    Files.writeString(file, good.formatted(target.port(), "first"));
    try (var agent = agent("- {job_name: job, file_sd_configs: [{files: ['targets.json']}]}")) {
      awaitMore("m", 3);
      String half = good.formatted(target.port(), "second");
      Files.writeString(file, half.substring(0, half.length() / 2));
      eventually(
          agent,
          "the error",
          () ->
              agent
                  .get("/metrics")
                  .body()
                  .lines()
                  .anyMatch(line ->
                      line.startsWith("prometheus_sd_file_read_errors_total")
                          && !line.endsWith(" 0.0")
                          && !line.endsWith(" 0")));
      awaitMore("m", 5);
      assertThat(agent.get("/api/v1/targets").body()).contains("\"set\":\"first\"");
      // An empty one is no better: it is what a writer that truncates leaves for a moment.
      Files.writeString(file, "");
      awaitMore("m", 5);
      Files.writeString(file, half);
      eventually(
          agent,
          "the second set",
          () ->
              !receiver.ledger().seriesNamed("m").stream()
                  .filter(labels -> "second".equals(labels.get("set")))
                  .toList()
                  .isEmpty());
      assertThat(agent.terminate()).isZero();
    }
    // The first series was never declared gone before the second took over.
    var first =
        receiver.ledger().seriesNamed("m").stream()
            .filter(labels -> "first".equals(labels.get("set")))
            .findFirst()
            .orElseThrow();
    var samples = receiver.ledger().samplesOf(first);
    assertThat(samples.subList(0, samples.size() - 1))
        .noneMatch(sample -> sample.valueBits() == ReceivedSample.STALE_BITS);
  }

  @Test
  void aSecretFileThatVanishesFailsScrapesUntilItIsBack() throws Exception {
    Path secret = Files.writeString(directory.resolve("password"), PASSWORD);
    String basic =
        "[Basic " + Base64.getEncoder().encodeToString(("me:" + PASSWORD).getBytes(UTF_8)) + "]";
    try (var agent = agent(job("basic_auth: {username: me, password_file: password}"))) {
      awaitMore("m", 3);
      assertThat(target.lastRequest("/metrics")).containsEntry("Authorization", basic);
      Files.delete(secret);
      receiver.await("a failed scrape", () -> lastUp() == 0);
      assertThat(agent.get("/api/v1/targets").body())
          .contains("\"health\":\"down\"")
          .contains(secret.toString())
          .doesNotContain(PASSWORD);
      // Without the credentials nothing is asked.
      int asked = target.requestCount("/metrics");
      awaitMore("up", 5);
      assertThat(target.requestCount("/metrics")).isEqualTo(asked);

      Path next = Files.writeString(directory.resolve("password.new"), "another");
      Files.move(next, secret, StandardCopyOption.ATOMIC_MOVE);
      awaitMore("m", 3);
      assertThat(lastUp()).isEqualTo(1);
      assertThat(target.lastRequest("/metrics").get("Authorization")).isNotEqualTo(basic);
      assertThat(agent.output()).doesNotContain(PASSWORD);
      assertThat(agent.terminate()).isZero();
    }
  }

  @Test
  void aReloadShowsInTheScrapePoolsAndTheirConfiguration() throws Exception {
    try (var agent = agent(job("metrics_path: /metrics"))) {
      awaitMore("m", 1);
      assertThat(agent.get("/api/v1/scrape_pools").body()).contains("{\"scrapePools\":[\"job\"]}");
      assertThat(agent.get("/api/v1/scrape_pools/config?scrapePool=job").body())
          .contains("metrics_path: /metrics")
          .doesNotContain("sample_limit");

      configure(job("sample_limit: 7") + "\n- {job_name: added}");
      assertThat(agent.post("/-/reload").statusCode()).isEqualTo(200);
      assertThat(agent.get("/api/v1/scrape_pools").body())
          .contains("{\"scrapePools\":[\"added\",\"job\"]}");
      assertThat(agent.get("/api/v1/scrape_pools/config?scrapePool=job").body())
          .contains("sample_limit: 7");
      assertThat(agent.get("/api/v1/scrape_pools/config?scrapePool=added").body())
          .contains("job_name: added");

      configure("- {job_name: added}\n- {job_name: wrong, sample_limit: x}");
      assertThat(agent.post("/-/reload").statusCode()).isEqualTo(500);
      assertThat(agent.get("/api/v1/scrape_pools").body())
          .contains("{\"scrapePools\":[\"added\",\"job\"]}");

      configure("- {job_name: added}");
      assertThat(agent.post("/-/reload").statusCode()).isEqualTo(200);
      assertThat(agent.get("/api/v1/scrape_pools").body())
          .contains("{\"scrapePools\":[\"added\"]}");
      assertThat(agent.get("/api/v1/scrape_pools/config?scrapePool=job").statusCode())
          .isEqualTo(400);
      assertThat(agent.terminate()).isZero();
    }
  }

  @Test
  void credentialsStayBehindAtARedirectToAnotherHost() throws Exception {
    try (var elsewhere = new ScriptedExporter()) {
      elsewhere.serve("/metrics", List.of(Page.of(TEXT, "moved 1\n")));
      target.serve(
          "/metrics",
          List.of(
              Page.bare("")
                  .status(302)
                  .header("Location", "http://localhost:" + elsewhere.port() + "/metrics")));
      target.serve("/home", List.of(Page.bare("").status(302).header("Location", "/here")));
      target.serve("/here", List.of(Page.of(TEXT, "stayed 1\n")));
      String auth = "authorization: {credentials: " + PASSWORD + "}";
      try (var agent =
          agent(
              job(auth)
                  + "\n"
                  + job(auth + ", metrics_path: /home")
                      .replace("job_name: job", "job_name: home"))) {
        awaitMore("moved", 2);
        awaitMore("stayed", 2);
        assertThat(target.lastRequest("/metrics"))
            .containsEntry("Authorization", "[Bearer " + PASSWORD + "]");
        assertThat(target.lastRequest("/here"))
            .containsEntry("Authorization", "[Bearer " + PASSWORD + "]");
        assertThat(elsewhere.lastRequest("/metrics"))
            .containsKey("User-agent")
            .doesNotContainKey("Authorization");
        assertThat(agent.terminate()).isZero();
      }
    }
  }

  /// As far as the receiver can see it is one series: what comes in order is kept, whatever target
  /// it is of, and neither the agent nor another series is the worse for it.
  @Test
  void aSeriesThatTwoTargetsExposeHurtsNoOther() throws Exception {
    try (var twin = new ScriptedExporter()) {
      target.serve("/metrics", List.of(Page.of(TEXT, "m 1\nmine{of=\"a\"} 1\n")));
      twin.serve("/metrics", List.of(Page.of(TEXT, "m 2\nmine{of=\"b\"} 2\n")));
      String jobs =
          """
          - job_name: job
            static_configs: [{targets: ['127.0.0.1:%d', '127.0.0.1:%d']}]
            relabel_configs: [{target_label: instance, replacement: both}]
            metric_relabel_configs: []
          """
              .formatted(target.port(), twin.port());
      try (var agent = agent(jobs)) {
        awaitMore("mine", 20);
        assertThat(agent.get("/api/v1/targets").body()).doesNotContain("\"health\":\"down\"");
        assertThat(agent.terminate()).isZero();
      }
    }
    List<SortedMap<String, String>> both = receiver.ledger().seriesNamed("m");
    assertThat(both).hasSize(1);
    assertThat(receiver.ledger().samplesOf(both.getFirst()))
        .extracting(ReceivedSample::value)
        .contains(1.0, 2.0);
    assertThat(receiver.ledger().seriesNamed("mine")).hasSize(2);
    assertThat(receiver.violations()).isEmpty();
  }
}
