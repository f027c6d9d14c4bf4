package io.tributary.exporters.unix.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.NoDataException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PressureCollectorTest {
  @TempDir Path root;

  @Test
  void tellsSecondsOfWaiting() throws IOException {
    assertThat(FakeHost.samples(new PressureCollector(FakeHost.with(root, "cpu").proc())))
        .containsExactly(
            "node_pressure_cpu_waiting_seconds_total 14.036781",
            "node_pressure_io_stalled_seconds_total 159.229614",
            "node_pressure_io_waiting_seconds_total 159.886802",
            "node_pressure_memory_stalled_seconds_total 0.125",
            "node_pressure_memory_waiting_seconds_total 0.25");
  }

  @Test
  void hasNoDataOnKernelsWithoutIt() {
    assertThatThrownBy(() -> FakeHost.samples(new PressureCollector(FakeHost.empty(root).proc())))
        .isInstanceOf(NoDataException.class);
  }
}
