package io.tributary.exporters.unix.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.NoDataException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MdadmCollectorTest {
  @TempDir Path root;

  @Test
  void tellsArraysAndTheirDisks() throws IOException {
    FakeHost host = FakeHost.with(root, "disk");
    assertThat(FakeHost.samples(new MdadmCollector(host.proc())))
        .contains(
            "node_md_blocks{device=\"md3\"} 5853468288",
            "node_md_blocks_synced{device=\"md201\"} 114176",
            "node_md_blocks_synced{device=\"md6\"} 16775552",
            "node_md_blocks_synced{device=\"md9\"} 0",
            "node_md_blocks_synced{device=\"md0\"} 248896",
            "node_md_disks{device=\"md6\",state=\"active\"} 1",
            "node_md_disks{device=\"md6\",state=\"failed\"} 1",
            "node_md_disks{device=\"md6\",state=\"spare\"} 1",
            "node_md_disks{device=\"md101\",state=\"active\"} 3",
            "node_md_disks{device=\"md4\",state=\"active\"} 0",
            "node_md_disks_required{device=\"md7\"} 4",
            "node_md_state{device=\"md201\",state=\"check\"} 1",
            "node_md_state{device=\"md4\",state=\"inactive\"} 1",
            "node_md_state{device=\"md6\",state=\"recovering\"} 1",
            "node_md_state{device=\"md8\",state=\"resync\"} 1",
            "node_md_state{device=\"md3\",state=\"active\"} 1",
            "node_md_state{device=\"md8\",state=\"active\"} 0");
  }

  @Test
  void hasNoDataWithoutTheDriver() {
    FakeHost host = FakeHost.empty(root);
    assertThatThrownBy(() -> FakeHost.samples(new MdadmCollector(host.proc())))
        .isInstanceOf(NoDataException.class);
  }
}
