package io.tributary.exporters.unix.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.MalformedException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadavgCollectorTest {
  @TempDir Path root;

  @Test
  void tellsThreeAverages() throws IOException {
    assertThat(FakeHost.samples(new LoadavgCollector(FakeHost.with(root, "cpu").proc())))
        .containsExactly("node_load1 0.21", "node_load15 0.39", "node_load5 0.37");
  }

  @Test
  void failsOnTooFewNumbers() {
    FakeHost host = FakeHost.empty(root).file("proc/loadavg", "0.1 0.2\n");
    assertThatThrownBy(() -> FakeHost.samples(new LoadavgCollector(host.proc())))
        .isInstanceOf(MalformedException.class);
  }
}
