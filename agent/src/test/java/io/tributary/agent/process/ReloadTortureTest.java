package io.tributary.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.LoadMode;
import io.tributary.runtime.api.ComponentJson;
import io.tributary.testkit.remotewrite.RemoteWriteReceiver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Reloads, over and over, of an agent at work.
@Timeout(240)
class ReloadTortureTest {
  private static final int RELOADS = 300;

  @TempDir Path folder;

  private static String working(int port, RemoteWriteReceiver receiver) {
    return """
    prometheus.scrape "self" {
      targets         = [{"__address__" = "127.0.0.1:%d"}]
      scrape_interval = "1s"
      scrape_timeout  = "1s"
      forward_to      = [prometheus.remote_write.out.receiver]
    }
    prometheus.remote_write "out" {
      endpoint { url = "%s" }
    }
    """
        .formatted(port, receiver.url());
  }

  private static String changing(int version) {
    return """
    discovery.relabel "changing" {
      targets = [{"__address__" = "127.0.0.1:1", "version" = "%d"}]
    }
    prometheus.relabel "follows" {
      rule {
        target_label = "targets"
        replacement  = discovery.relabel.changing.output[0]["version"]
      }
      forward_to = [prometheus.remote_write.out.receiver]
    }
    """
        .formatted(version);
  }

  @Test
  void reloadsThatConcernOthersChangeNothingAboutAScrape() throws Exception {
    try (var receiver = RemoteWriteReceiver.start();
        var graph = RunningGraph.of(folder, "")) {
      graph.write("agent.river", working(graph.agent().port(), receiver));
      graph.write("changing.river", changing(0));
      assertThat(graph.send("POST", "/-/reload").statusCode()).isEqualTo(200);
      receiver.awaitSamples(100);
      ComponentJson before = detail(graph, "prometheus.scrape.self");
      for (int version = 1; version <= RELOADS; version++) {
        graph.write("changing.river", changing(version));
        assertThat(graph.agent().work().reload()).isEmpty();
      }
      assertThat(graph.getUntil("/api/v0/web/components/prometheus.relabel.follows", "" + RELOADS))
          .contains("\"value\":\"" + RELOADS + "\"");
      assertThat(detail(graph, "prometheus.scrape.self").health()).isEqualTo(before.health());
      long scrapes = upSamples(receiver);
      receiver.await("two more scrapes", () -> upSamples(receiver) >= scrapes + 2);
      // Never two for one moment, never backwards: a scrape loop that began anew would do that.
      assertThat(receiver.ledger().report().conflictingDuplicates()).isZero();
      assertThat(receiver.ledger().report().outOfOrder()).isZero();
    }
  }

  private static ComponentJson detail(RunningGraph graph, String id) {
    return graph.agent().work().graph().component(id).orElseThrow();
  }

  private static long upSamples(RemoteWriteReceiver receiver) {
    return receiver.ledger().seriesNamed("up").stream()
        .mapToLong(labels -> receiver.ledger().samplesOf(labels).size())
        .sum();
  }

  @Test
  void fiftyBrokenFilesOfAThousandLeaveTheOthersRunning() throws IOException {
    Map<String, String> files = new HashMap<>();
    for (int i = 0; i < 1000; i++) {
      files.put(
          "unit-" + i + ".river",
          "prometheus.echo \"e%d\" %s%n".formatted(i, i < 50 ? "{" : "{ }"));
    }
    try (var graph = RunningGraph.of(folder, LoadMode.LENIENT, files)) {
      assertThat(graph.failure()).isEmpty();
      assertThat(graph.first().leftOut()).hasSize(50);
      assertThat(graph.first().leftOut())
          .allSatisfy(file -> assertThat(file.diagnostics().getFirst().span().isKnown()).isTrue());
      List<ComponentJson> all = graph.agent().work().graph().allComponents();
      assertThat(all).hasSize(950);
      assertThat(all).noneMatch(one -> one.health().state().equals("unhealthy"));
    }
  }

  @Test
  void aFileThatBreaksKeepsRunningAsItWas() throws Exception {
    Map<String, String> files = new HashMap<>();
    for (int i = 0; i < 20; i++) {
      files.put("unit-" + i + ".river", "prometheus.echo \"e%d\" { }%n".formatted(i));
    }
    try (var graph = RunningGraph.of(folder, LoadMode.LENIENT, files)) {
      graph.write("unit-7.river", "prometheus.echo \"other\" {");
      assertThat(graph.send("POST", "/-/reload").statusCode()).isEqualTo(400);
      assertThat(graph.get("/api/v0/web/components"))
          .contains("prometheus.echo.e7\"")
          .contains("prometheus.echo.e8\"");
    }
  }
}
