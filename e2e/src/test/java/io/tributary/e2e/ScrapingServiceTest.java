package io.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.e2e.ScriptedExporter.Page;
import io.tributary.testkit.remotewrite.ReceivedSample;
import io.tributary.testkit.remotewrite.RemoteWriteReceiver;
import io.tributary.testkit.store.Etcd;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Three agents of a scraping service, each a process of its own, over a real etcd.
@Timeout(300)
class ScrapingServiceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern NAME = Pattern.compile("\"(c-[^\"]+)\"");
  private static final int COUNT = 12;

  @TempDir Path directory;
  private Etcd etcd;
  private RemoteWriteReceiver receiver;
  private ScriptedExporter exporter;
  private final List<ChildProcess> agents = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    etcd = Etcd.start(directory.resolve("etcd"));
    receiver = RemoteWriteReceiver.start();
    exporter = new ScriptedExporter();
    for (String id : List.of("one", "two", "three")) {
      agents.add(agent(id));
    }
    for (ChildProcess agent : agents) {
      agent.ready("/-/ready");
    }
  }

  @AfterEach
  void stop() throws Exception {
    agents.forEach(ChildProcess::close);
    exporter.close();
    receiver.close();
    etcd.close();
  }

  private ChildProcess agent(String id) throws Exception {
    Path folder = Files.createDirectories(directory.resolve(id));
    String store = "{store: etcd, etcd: {endpoints: [\"%s\"]}}".formatted(etcd.endpoint());
    Path config =
        Files.writeString(
            folder.resolve("agent.yaml"),
            """
            metrics:
              global:
                scrape_interval: 1s
                scrape_timeout: 1s
                remote_write: [{url: "%s", queue_config: {batch_send_deadline: 200ms}}]
              scraping_service:
                enabled: true
                kvstore: %s
                lifecycler:
                  id: %s
                  address: 127.0.0.1
                  heartbeat_period: 1s
                  ring: {heartbeat_timeout: 5s, kvstore: %s}
            """
                .formatted(receiver.url(), store, id, store));
    return ChildProcess.tributaryStatic(
        folder,
        config,
        ChildProcess.freePort(),
        "-server.grpc.address=127.0.0.1:" + ChildProcess.freePort(),
        "-config.enable-read-api");
  }

  /// What an agent runs.
  private static Set<String> owned(ChildProcess agent) throws Exception {
    HttpResponse<String> answer = agent.get("/agent/api/v1/instances");
    var names = new TreeSet<String>();
    NAME.matcher(answer.body()).results().forEach(match -> names.add(match.group(1)));
    return names;
  }

  /// Waits until each of so many configurations runs once.
  private void awaitEachOnce(int count) throws InterruptedException {
    Eventually.holds(
        PATIENCE,
        () -> {
          var all = new TreeSet<String>();
          int sum = 0;
          for (ChildProcess agent : agents) {
            Set<String> own = owned(agent);
            sum += own.size();
            all.addAll(own);
          }
          return sum == count && all.size() == count;
        },
        this::outputs);
  }

  private String outputs() {
    var text = new StringBuilder("they do not share the configurations out\n");
    agents.forEach(agent -> text.append(agent.output()).append('\n'));
    return text.toString();
  }

  private static String name(int number) {
    return "c-" + Integer.toHexString(number * 0x9e3779b9) + "-" + number;
  }

  @Test
  void sharesOutTakesOverAndForgets() throws Exception {
    Eventually.holds(
        PATIENCE,
        () -> agents.getFirst().get("/debug/ring").body().split("<td>ACTIVE</td>", -1).length == 4,
        this::outputs);
    exporter.serve("/metrics", List.of(Page.of(ScriptedExporter.TEXT, "up_here 1\n")));
    for (int i = 0; i < COUNT; i++) {
      HttpResponse<String> stored =
          agents
              .get(i % 3)
              .put(
                  "/agent/api/v1/config/" + name(i),
                  "scrape_configs: [{job_name: %s, static_configs: [{targets: [\"%s\"]}]}]"
                      .formatted(name(i), "127.0.0.1:" + exporter.port()));
      assertThat(stored.statusCode()).as(stored.body()).isEqualTo(201);
    }
    awaitEachOnce(COUNT);
    receiver.await("all jobs", () -> jobs().size() == COUNT);

    ChildProcess victim =
        agents.stream().filter(ScrapingServiceTest::owns).findFirst().orElseThrow();
    victim.kill();
    agents.remove(victim);
    awaitEachOnce(COUNT);

    long before = System.nanoTime();
    assertThat(
            agents
                .getFirst()
                .send("DELETE", "/agent/api/v1/config/" + name(0), "Accept", "*/*")
                .statusCode())
        .isEqualTo(200);
    awaitEachOnce(COUNT - 1);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));

    ChildProcess leaver = agents.getLast();
    assertThat(leaver.terminate()).isZero();
    agents.remove(leaver);
    awaitEachOnce(COUNT - 1);
    String deleted = name(0);
    assertThat(ends()).allMatch(job -> job.equals(deleted));
  }

  private static boolean owns(ChildProcess agent) {
    try {
      return !owned(agent).isEmpty();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Set<String> jobs() {
    var jobs = new TreeSet<String>();
    receiver.ledger().seriesNamed("up_here").forEach(series -> jobs.add(series.get("job")));
    return jobs;
  }

  /// The jobs whose series were told to have ended. A scrape that fails ends what it did not bring,
  /// and not `up`.
  private Set<String> ends() {
    var jobs = new TreeSet<String>();
    for (var series : receiver.ledger().seriesNamed("up")) {
      if (receiver.ledger().samplesOf(series).stream().anyMatch(ReceivedSample::isStale)) {
        jobs.add(series.get("job"));
      }
    }
    return jobs;
  }
}
