package io.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two agents on one folder, one of them the original.
class SharedFolderTest {
  @TempDir Path directory;

  @Test
  void anAgentLeavesAFolderThatPrometheusHasInItsOwnWords() throws Exception {
    Path config = Files.writeString(directory.resolve("prometheus.yml"), "global: {}\n");
    Path data = directory.resolve("prometheus-data");
    try (var prometheus =
        ChildProcess.prometheusAgent(directory, config, ChildProcess.freePort())
            .ready("/-/ready")) {
      Assumptions.assumeTrue(
          Files.exists(data.resolve("lock")), "this Prometheus takes no lock in its folder");
      String words = "opening storage failed: lock DB directory: resource temporarily unavailable";
      try (var second = ChildProcess.prometheusAgent(directory, config, ChildProcess.freePort())) {
        second.awaitEnd(Duration.ofSeconds(30));
        assertThat(second.output()).contains(words);
      }
      Files.createSymbolicLink(directory.resolve("tributary-data"), data);
      try (var agent = ChildProcess.tributary(directory, config, ChildProcess.freePort())) {
        assertThat(agent.awaitEnd(Duration.ofSeconds(30))).isEqualTo(1);
        assertThat(agent.output()).contains(words).doesNotContain("stack=");
      }
      assertThat(data.resolve("lock")).exists();
      prometheus.requireAlive();
      assertThat(prometheus.terminate()).isZero();
    }
    assertThat(data.resolve("lock")).doesNotExist();
  }
}
