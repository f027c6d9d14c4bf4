package io.tributary.exporters.unix.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.exporters.unix.host.FakeHost;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SockstatCollectorTest {
  @TempDir Path root;

  @Test
  void tellsSocketsByProtocol() throws IOException {
    FakeHost host = FakeHost.with(root, "net");
    assertThat(FakeHost.samples(new SockstatCollector(host.proc(), 4096)))
        .containsExactly(
            "node_sockstat_FRAG6_inuse 0",
            "node_sockstat_FRAG6_memory 3",
            "node_sockstat_FRAG_inuse 0",
            "node_sockstat_FRAG_memory 8",
            "node_sockstat_RAW_inuse 0",
            "node_sockstat_TCP6_inuse 17",
            "node_sockstat_TCP_alloc 17",
            "node_sockstat_TCP_inuse 4",
            "node_sockstat_TCP_mem 1",
            "node_sockstat_TCP_mem_bytes 4096",
            "node_sockstat_TCP_orphan 0",
            "node_sockstat_TCP_tw 4",
            "node_sockstat_UDP6_inuse 9",
            "node_sockstat_UDPLITE_inuse 0",
            "node_sockstat_UDP_inuse 0",
            "node_sockstat_UDP_mem 2",
            "node_sockstat_UDP_mem_bytes 8192",
            "node_sockstat_sockets_used 229");
  }

  @Test
  void hasNothingToSayWithoutIp() throws IOException {
    FakeHost host = FakeHost.empty(root);
    assertThat(FakeHost.samples(new SockstatCollector(host.proc(), 4096))).isEmpty();
  }
}
