package io.tributary.exporters.unix.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.exporters.unix.host.FakeHost;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatCollectorTest {
  @TempDir Path root;

  @Test
  void tellsTheCountersOfTheKernel() throws IOException {
    FakeHost host = FakeHost.with(root, "cpu");
    assertThat(FakeHost.samples(new StatCollector(host.proc())))
        .containsExactly(
            "node_boot_time_seconds 1700000000",
            "node_context_switches_total 912345",
            "node_forks_total 4711",
            "node_intr_total 88125",
            "node_procs_blocked 1",
            "node_procs_running 3");
  }

  @Test
  void countsAMissingLineAsZero() throws IOException {
    FakeHost host = FakeHost.empty(root).file("proc/stat", "ctxt 5\n");
    assertThat(FakeHost.samples(new StatCollector(host.proc())))
        .hasSize(6)
        .contains("node_context_switches_total 5", "node_intr_total 0");
  }
}
