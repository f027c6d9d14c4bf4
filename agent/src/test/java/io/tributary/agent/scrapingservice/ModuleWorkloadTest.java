package io.tributary.agent.scrapingservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.config.ConfigException;
import io.tributary.cluster.configs.Packed;
import io.tributary.testkit.remotewrite.Answer;
import io.tributary.testkit.remotewrite.DeliveryLedger;
import io.tributary.testkit.remotewrite.ReceivedSample;
import io.tributary.testkit.remotewrite.RemoteWriteReceiver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Configurations as modules: with real scrapes, a real log, a real receiver.
@Timeout(120)
class ModuleWorkloadTest {
  @TempDir Path directory;
  private RemoteWriteReceiver receiver;
  private WorkloadBench bench;
  private PageTarget one;
  private PageTarget two;

  @BeforeEach
  void start() throws Exception {
    receiver = RemoteWriteReceiver.start();
    one = new PageTarget("one");
    two = new PageTarget("two");
    bench = new WorkloadBench(directory);
  }

  @AfterEach
  void stop() throws Exception {
    bench.close();
    one.close();
    two.close();
    receiver.close();
  }

  private byte[] document(String group, PageTarget... targets) {
    return WorkloadBench.document(
        group,
        receiver.url().toString(),
        List.of(targets).stream().map(PageTarget::address).toArray(String[]::new));
  }

  private List<ReceivedSample> samples(String metric) {
    DeliveryLedger ledger = receiver.ledger();
    return ledger.seriesNamed(metric).stream()
        .flatMap(series -> ledger.samplesOf(series).stream())
        .toList();
  }

  private void awaitSamples(String metric) {
    int before = samples(metric).size();
    receiver.await("samples of " + metric, () -> samples(metric).size() > before + 1);
  }

  @Test
  void runsWhatIsAppliedAndSharesLogs() {
    bench.workload.apply("a", document("g shared", one));
    bench.workload.apply("b", document("g shared", two));
    awaitSamples("one");
    awaitSamples("two");
    assertThat(bench.workload.names()).containsExactlyInAnyOrder("a", "b");
    assertThat(bench.logs.groups()).containsEntry("g", 2);
    assertThat(bench.runtime.component("test.workload.w").orElseThrow().createdModuleIDs())
        .containsExactly(
            "test.workload.w/config_a", "test.workload.w/config_b", "test.workload.w/log_g");
  }

  @Test
  void leavesOthersAloneWhenOneIsBad() {
    bench.workload.apply("good", document("g shared", one));
    byte[] broken = "g shared\n---\nno.such \"thing\" { }\n".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> bench.workload.apply("bad", broken))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no.such");
    assertThat(bench.workload.names()).containsExactly("good");
    awaitSamples("one");
    assertThatThrownBy(() -> bench.workload.apply("good", broken))
        .isInstanceOf(ConfigException.class);
    assertThat(bench.workload.names()).containsExactly("good");
    awaitSamples("one");
    bench.workload.apply("good", document("g shared", two));
    awaitSamples("two");
    assertThat(bench.logs.groups()).containsEntry("g", 1);
  }

  @Test
  void endsTheSeriesOfWhatIsDeletedAndItsLog() {
    bench.workload.apply("a", document("a", one));
    awaitSamples("one");
    assertThat(bench.log("a")).isDirectory();
    bench.workload.remove("a", false);
    receiver.await(
        "the end of one", () -> samples("one").stream().anyMatch(ReceivedSample::isStale));
    WorkloadBench.await("the end of the log", () -> bench.logs.groups().isEmpty());
    WorkloadBench.await("no directory", () -> !Files.exists(bench.log("a")));
    assertThat(bench.workload.names()).isEmpty();
  }

  @Test
  void sendsWhatWaitsOfOneThatMovedAwayAndEndsNoSeries() {
    receiver.otherwise(Answer.status(503));
    bench.workload.apply("a", document("a", one));
    WorkloadBench.await("scrapes", () -> one.requests() >= 3);
    bench.workload.remove("a", true);
    WorkloadBench.await("no more writers", () -> bench.writers("a") == 0);
    assertThat(samples("one")).isEmpty();
    receiver.otherwise(Answer.ok());
    WorkloadBench.await("the end of the log", () -> bench.logs.groups().isEmpty());
    assertThat(samples("one")).hasSizeGreaterThanOrEqualTo(2);
    assertThat(samples("one")).noneMatch(ReceivedSample::isStale);
    assertThat(bench.log("a")).doesNotExist();
  }

  @Test
  void whoWaitsForTheEndsFindsNobodyWhoWrites() throws Exception {
    bench.workload.apply("a", document("g shared", one));
    bench.workload.apply("b", document("g shared", two));
    bench.workload.remove("a", true);
    bench.workload.remove("b", false);
    bench.workload.awaitEnds();
    assertThat(bench.writers("g")).isZero();
    assertThat(bench.runtime.component("test.workload.w").orElseThrow().createdModuleIDs())
        .noneMatch(module -> module.contains("/config_"));
  }

  /// Killed before everything was sent; when it is back, another agent has the configuration.
  @Test
  void sendsWhatAnEarlierRunHasLeft() throws Exception {
    receiver.otherwise(Answer.status(503));
    byte[] mine = document("a", one);
    bench.workload.apply("a", mine);
    WorkloadBench.await("scrapes", () -> one.requests() >= 3);
    bench.close();
    bench = new WorkloadBench(directory);
    int scrapes = one.requests();
    receiver.otherwise(Answer.ok());
    Map<String, byte[]> stored = Map.of("a", Packed.pack(mine), "b", Packed.pack(new byte[0]));
    new LeftoverLogs(bench.workload, bench.logs, LoggerFactory.getLogger("test")).drain(stored);
    receiver.await("what was left", () -> samples("one").size() >= 2);
    WorkloadBench.await("the end of the log", () -> bench.logs.groups().isEmpty());
    assertThat(bench.log("a")).doesNotExist();
    assertThat(samples("one")).noneMatch(ReceivedSample::isStale);
    assertThat(one.requests()).isEqualTo(scrapes);
  }

  @Test
  void takesUpTheLogOfOneThatComesBack() {
    receiver.otherwise(Answer.status(503));
    bench.workload.apply("a", document("a", one));
    WorkloadBench.await("scrapes", () -> one.requests() >= 3);
    bench.workload.remove("a", true);
    WorkloadBench.await("no more writers", () -> bench.writers("a") == 0);
    bench.workload.apply("a", document("a", one));
    receiver.otherwise(Answer.ok());
    awaitSamples("one");
    assertThat(bench.logs.groups()).containsEntry("a", 1);
    assertThat(samples("one").stream().map(ReceivedSample::timestampMs).toList()).isSorted();
  }

  @Test
  void runsOneThatComesBackBeforeItHasEnded() {
    bench.workload.apply("a", document("a", one));
    for (int i = 0; i < 50; i++) {
      bench.workload.remove("a", true);
      bench.workload.apply("a", document("a", one));
    }
    awaitSamples("one");
    assertThat(bench.workload.names()).containsExactly("a");
    assertThat(bench.runtime.component("test.workload.w").orElseThrow().createdModuleIDs())
        .contains("test.workload.w/config_a");
  }

  @Test
  void movesToAnotherLogWithoutAGap() {
    bench.workload.apply("a", document("old", one));
    awaitSamples("one");
    bench.workload.apply("a", document("new", one));
    awaitSamples("one");
    WorkloadBench.await("the end of the old log", () -> !bench.logs.groups().containsKey("old"));
    awaitSamples("one");
    assertThat(samples("one")).noneMatch(ReceivedSample::isStale);
  }

  @Test
  void staysInItsDirectory() {
    bench.workload.apply("../../etc/passwd", document("../../etc/passwd", one));
    awaitSamples("one");
    assertThat(bench.log("~2e~2e~2f~2e~2e~2fetc~2fpasswd")).isDirectory();
  }

  @Test
  void touchesNothingThatSaysTheSame() {
    byte[] document = document("a", one);
    bench.workload.apply("a", document);
    var before = bench.workload.running().get("a");
    bench.workload.apply("a", document.clone());
    assertThat(bench.workload.running().get("a")).isSameAs(before);
  }
}
