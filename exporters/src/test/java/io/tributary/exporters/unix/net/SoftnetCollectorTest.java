package io.tributary.exporters.unix.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.MalformedException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoftnetCollectorTest {
  @TempDir Path root;

  @Test
  void tellsPacketsByProcessor() throws IOException {
    FakeHost host = FakeHost.with(root, "net");
    assertThat(FakeHost.samples(new SoftnetCollector(host.proc())))
        .containsExactly(
            "node_softnet_dropped_total{cpu=\"0\"} 0",
            "node_softnet_dropped_total{cpu=\"1\"} 41",
            "node_softnet_processed_total{cpu=\"0\"} 89203",
            "node_softnet_processed_total{cpu=\"1\"} 23478194",
            "node_softnet_times_squeezed_total{cpu=\"0\"} 61601",
            "node_softnet_times_squeezed_total{cpu=\"1\"} 1");
  }

  @Test
  void failsOnTooFewColumns() {
    FakeHost host = FakeHost.empty(root).file("proc/net/softnet_stat", "00015c73 00000000\n");
    assertThatThrownBy(() -> FakeHost.samples(new SoftnetCollector(host.proc())))
        .isInstanceOf(MalformedException.class);
  }
}
