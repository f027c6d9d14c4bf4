package io.tributary.exporters.unix.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.NoDataException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UdpQueuesCollectorTest {
  @TempDir Path root;

  @Test
  void addsUpWhatWaits() throws IOException {
    FakeHost host = FakeHost.with(root, "net");
    assertThat(FakeHost.samples(new UdpQueuesCollector(host.proc())))
        .containsExactly(
            "node_udp_queues{ip=\"v4\",queue=\"rx\"} 10",
            "node_udp_queues{ip=\"v4\",queue=\"tx\"} 22",
            "node_udp_queues{ip=\"v6\",queue=\"rx\"} 32",
            "node_udp_queues{ip=\"v6\",queue=\"tx\"} 0");
  }

  @Test
  void hasNoDataWithoutIp() {
    FakeHost host = FakeHost.empty(root);
    assertThatThrownBy(() -> FakeHost.samples(new UdpQueuesCollector(host.proc())))
        .isInstanceOf(NoDataException.class);
  }
}
