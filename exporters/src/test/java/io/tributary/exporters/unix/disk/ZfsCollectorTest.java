package io.tributary.exporters.unix.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.NoDataException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZfsCollectorTest {
  @TempDir Path root;

  @Test
  void tellsModulePoolsAndDataSets() throws IOException {
    FakeHost host = FakeHost.with(root, "disk");
    assertThat(FakeHost.samples(new ZfsCollector(host.proc())))
        .contains(
            "node_zfs_arc_arc_meta_used 1.8446744073709552e+19",
            "node_zfs_arc_hits 8772612",
            "node_zfs_arc_misses 604635",
            "node_zfs_dmu_tx_dmu_tx_assigned 3532844",
            "node_zfs_zpool_dataset_nwritten{dataset=\"pool1/data-one\",zpool=\"pool1\"} 4096",
            "node_zfs_zpool_nread{zpool=\"pool1\"} 1884160",
            "node_zfs_zpool_state{state=\"degraded\",zpool=\"poolz1\"} 1",
            "node_zfs_zpool_state{state=\"online\",zpool=\"pool1\"} 1",
            "node_zfs_zpool_wtime{zpool=\"pool1\"} 7155162");
  }

  @Test
  void hasNoDataWithoutTheModule() {
    FakeHost host = FakeHost.empty(root);
    assertThatThrownBy(() -> FakeHost.samples(new ZfsCollector(host.proc())))
        .isInstanceOf(NoDataException.class);
  }
}
