package io.tributary.exporters.unix.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.NoDataException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NfsCollectorTest {
  @TempDir Path root;

  @Test
  void tellsWhatServersWereAskedFor() throws IOException {
    FakeHost host = FakeHost.with(root, "net");
    assertThat(FakeHost.samples(new NfsCollector(host.proc())))
        .contains(
            "node_nfs_connections_total 6",
            "node_nfs_packets_total{protocol=\"tcp\"} 18625",
            "node_nfs_packets_total{protocol=\"udp\"} 3",
            "node_nfs_requests_total{method=\"Clone\",proto=\"4\"} 59",
            "node_nfs_requests_total{method=\"Commit\",proto=\"3\"} 39",
            "node_nfs_requests_total{method=\"Lookup\",proto=\"2\"} 4410",
            "node_nfs_requests_total{method=\"Null\",proto=\"2\"} 2",
            "node_nfs_rpc_authentication_refreshes_total 4338291",
            "node_nfs_rpc_retransmissions_total 11",
            "node_nfs_rpcs_total 4329785");
  }

  @Test
  void hasNoDataWithoutAClient() {
    FakeHost host = FakeHost.empty(root);
    assertThatThrownBy(() -> FakeHost.samples(new NfsCollector(host.proc())))
        .isInstanceOf(NoDataException.class);
  }
}
