package io.tributary.exporters.unix.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.NoDataException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NfsdCollectorTest {
  @TempDir Path root;

  @Test
  void tellsWhatTheServerDid() throws IOException {
    FakeHost host = FakeHost.with(root, "net");
    assertThat(FakeHost.samples(new NfsdCollector(host.proc())))
        .contains(
            "node_nfsd_connections_total 6",
            "node_nfsd_disk_bytes_read_total 157286400",
            "node_nfsd_file_handles_stale_total 2",
            "node_nfsd_packets_total{proto=\"udp\"} 5",
            "node_nfsd_read_ahead_cache_not_found_total 17",
            "node_nfsd_read_ahead_cache_size_blocks 32",
            "node_nfsd_reply_cache_hits_total 1",
            "node_nfsd_reply_cache_nocache_total 18622",
            "node_nfsd_requests_total{method=\"Access\",proto=\"4\"} 1098",
            "node_nfsd_requests_total{method=\"GetAttr\",proto=\"4\"} 8179",
            "node_nfsd_requests_total{method=\"RelLockOwner\",proto=\"4\"} 34",
            "node_nfsd_requests_total{method=\"Verify\",proto=\"4\"} 32",
            "node_nfsd_requests_total{method=\"Write\",proto=\"4\"} 33",
            "node_nfsd_rpc_errors_total{error=\"cInt\"} 4",
            "node_nfsd_rpc_errors_total{error=\"fmt\"} 1",
            "node_nfsd_server_rpcs_total 18628",
            "node_nfsd_server_threads 8");
  }

  @Test
  void hasNoDataWithoutAServer() {
    FakeHost host = FakeHost.empty(root);
    assertThatThrownBy(() -> FakeHost.samples(new NfsdCollector(host.proc())))
        .isInstanceOf(NoDataException.class);
  }

  @Test
  void passesOverLinesOfNewerKernels() throws IOException {
    FakeHost host = FakeHost.empty(root).file("proc/net/rpc/nfsd", "wdeleg_getattr 16\nio 1 2\n");
    assertThat(FakeHost.samples(new NfsdCollector(host.proc())))
        .contains("node_nfsd_disk_bytes_written_total 2");
  }

  @Test
  void failsOnALineThatIsTooShort() {
    FakeHost host = FakeHost.empty(root).file("proc/net/rpc/nfsd", "rc 1 2\n");
    assertThatThrownBy(() -> FakeHost.samples(new NfsdCollector(host.proc())))
        .isInstanceOf(MalformedException.class);
  }
}
