package io.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testkit.remotewrite.Answer;
import io.tributary.testkit.remotewrite.RemoteWriteReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes wrong with a disk, under a whole agent: scraping and sending go on, what happens can
/// be seen, and the agent returns to the disk by itself.
///
/// The target numbers its scrapes, so that a missing one shows.
class DiskFaultTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int NOISY_SERIES = 2_500;

  @TempDir Path directory;

  private final SplittableRandom random = new SplittableRandom(1);
  private ScriptedExporter target;
  private RemoteWriteReceiver near;
  private RemoteWriteReceiver far;

  @BeforeEach
  void open() throws IOException {
    target = new ScriptedExporter();
    target.serve("/metrics", this::page);
    near = RemoteWriteReceiver.start();
    far = RemoteWriteReceiver.start();
  }

  @AfterEach
  void close() {
    target.close();
    near.close();
    far.close();
  }

  /// Values that nothing compresses, so that a small disk is soon full.
  private ScriptedExporter.Page page(int number) {
    var body = new StringBuilder();
    body.append(ScrapeNumbers.line(number));
    body.append("# TYPE noise gauge\n");
    for (int i = 0; i < NOISY_SERIES; i++) {
      body.append("noise{i=\"").append(i).append("\"} ").append(random.nextDouble()).append('\n');
    }
    return ScriptedExporter.Page.of(ScriptedExporter.TEXT, body.toString());
  }

  private Path data() {
    return directory.resolve("tributary-data");
  }

  private ChildProcess agent() throws Exception {
    Path config =
        Files.writeString(
            directory.resolve("prometheus.yml"),
            """
            global:
              scrape_interval: 400ms
              scrape_timeout: 400ms
            scrape_configs:
              - job_name: noise
                static_configs: [{targets: ['127.0.0.1:%d']}]
            remote_write:
              - name: near
                url: %s
                queue_config: {batch_send_deadline: 200ms}
              - name: far
                url: %s
                queue_config: {batch_send_deadline: 200ms, max_backoff: 500ms}
            """
                .formatted(target.port(), near.url(), far.url()));
    return ChildProcess.tributary(directory, config, ChildProcess.freePort()).ready("/-/ready");
  }

  private static double metric(ChildProcess agent, String name) throws Exception {
    var line = Pattern.compile("(?m)^" + Pattern.quote(name) + " (\\S+)$");
    var found = line.matcher(agent.get("/metrics").body());
    return found.find() ? Double.parseDouble(found.group(1)) : Double.NaN;
  }

  private void eventually(ChildProcess agent, String name, double value) throws Exception {
    Eventually.holds(
        PATIENCE,
        () -> metric(agent, name) == value,
        () -> name + " never became " + value + ":\n" + agent.output());
  }

  private static void assertInOrder(RemoteWriteReceiver receiver, String which) {
    var report = receiver.ledger().report();
    assertThat(report.conflictingDuplicates() + report.identicalDuplicates() + report.outOfOrder())
        .as("%s: %s", which, report)
        .isZero();
  }

  @Test
  void aFullDiskCostsNothingAndHurtsNobody() throws Exception {
    try (var _ = Tmpfs.mount(data(), "1m")) {
      far.otherwise(Answer.status(503));
      try (var agent = agent()) {
        eventually(agent, "tributary_wal_memory_only", 1);
        assertThat(agent.output()).containsIgnoringCase("no space left on device");
        ScrapeNumbers.awaitMore(near, 10);
        assertThat(metric(agent, "prometheus_tsdb_wal_writes_failed_total")).isPositive();
        far.otherwise(Answer.ok());
        eventually(agent, "tributary_wal_memory_only", 0);
        ScrapeNumbers.awaitMore(far, 10);
        ScrapeNumbers.awaitMore(near, 10);
        assertThat(agent.get("/metrics").body()).doesNotContain("tributary_ledger_dropped_total{");
        assertThat(agent.terminate()).isZero();
        for (var receiver : List.of(near, far)) {
          assertThat(ScrapeNumbers.lost(receiver)).as(name(receiver)).isZero();
          assertInOrder(receiver, name(receiver));
        }
      }
    }
  }

  @Test
  void aFolderThatCannotBeWrittenAtFirstIsUsedOnceItCan() throws Exception {
    try (var disk = Tmpfs.mount(data(), "8m")) {
      disk.remount("ro");
      try (var agent = agent()) {
        eventually(agent, "tributary_wal_memory_only", 1);
        assertThat(agent.output()).containsIgnoringCase("read-only file system");
        ScrapeNumbers.awaitMore(near, 5);
        disk.remount("rw");
        eventually(agent, "tributary_wal_memory_only", 0);
        assertThat(data().resolve("segments")).isNotEmptyDirectory();
        // A sender writes its cursor when its receiver has taken something, not before.
        Eventually.holds(
            PATIENCE,
            () -> files(data().resolve("cursors")).size() == 2,
            () -> "not all senders wrote cursors:\n" + agent.output());
        // What only the log has now must outlive the process.
        far.otherwise(Answer.status(503));
        ScrapeNumbers.awaitMore(near, 5);
        agent.kill();
      }
      far.otherwise(Answer.ok());
      try (var agent = agent()) {
        ScrapeNumbers.awaitMore(far, 5);
        ScrapeNumbers.awaitMore(near, 5);
        assertThat(agent.terminate()).isZero();
      }
      assertThat(ScrapeNumbers.of(far)).isSorted().doesNotHaveDuplicates();
      // The scrape that was under way at the kill, and nothing else, may be missing.
      assertThat(ScrapeNumbers.lost(far)).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void aFolderThatIsRemovedIsMadeAgain() throws Exception {
    try (var agent = agent()) {
      ScrapeNumbers.awaitMore(near, 5);
      delete(data());
      ScrapeNumbers.awaitMore(near, 10);
      ScrapeNumbers.awaitMore(far, 10);
      Eventually.holds(
          PATIENCE,
          () ->
              Files.isDirectory(data().resolve("segments")) && Files.exists(data().resolve("lock")),
          () -> "the folder did not come back:\n" + agent.output());
      eventually(agent, "tributary_wal_memory_only", 0);
      ScrapeNumbers.awaitMore(near, 5);
      ScrapeNumbers.awaitMore(far, 5);
      // What was in the folder is gone, and what the next second brought went to a file without a
      // name: all of it that was not sent yet is in the books.
      for (var receiver : List.of(near, far)) {
        assertThat(dropped(agent, name(receiver)))
            .as(name(receiver))
            .isGreaterThanOrEqualTo(ScrapeNumbers.lost(receiver) * (NOISY_SERIES + 1.0));
        assertThat(ScrapeNumbers.lost(receiver)).as(name(receiver)).isLessThan(10);
        assertInOrder(receiver, name(receiver));
      }
      assertThat(agent.terminate()).isZero();
    }
  }

  private String name(RemoteWriteReceiver receiver) {
    return receiver == near ? "near" : "far";
  }

  private static double dropped(ChildProcess agent, String name) throws Exception {
    var line =
        Pattern.compile(
            "(?m)^tributary_ledger_dropped_total\\{.*remote_name=\"" + name + "\".*} (\\S+)$");
    return line.matcher(agent.get("/metrics").body())
        .results()
        .mapToDouble(result -> Double.parseDouble(result.group(1)))
        .sum();
  }

  @Test
  void anAgentWithDamageInEveryFileStartsAndSaysSo() throws Exception {
    near.otherwise(Answer.status(503));
    far.otherwise(Answer.status(503));
    try (var agent = agent()) {
      Eventually.holds(
          PATIENCE,
          () -> metric(agent, "tributary_wal_bytes") > 60_000,
          () -> "no log:\n" + agent.output());
      agent.kill();
    }
    for (Path file : files(data())) {
      byte[] bytes = Files.readAllBytes(file);
      for (int i = 0; i < Math.min(bytes.length, 20); i++) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(file, bytes);
    }
    near.otherwise(Answer.ok());
    far.otherwise(Answer.ok());
    try (var agent = agent()) {
      ScrapeNumbers.awaitMore(near, 5);
      ScrapeNumbers.awaitMore(far, 5);
      assertThat(metric(agent, "prometheus_agent_corruptions_total")).isPositive();
      assertThat(agent.terminate()).isZero();
    }
    assertThat(ScrapeNumbers.of(near)).isSorted().doesNotHaveDuplicates();
    assertThat(ScrapeNumbers.of(far)).isSorted().doesNotHaveDuplicates();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
