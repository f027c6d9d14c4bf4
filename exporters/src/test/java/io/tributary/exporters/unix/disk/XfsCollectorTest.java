package io.tributary.exporters.unix.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.exporters.unix.host.FakeHost;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XfsCollectorTest {
  @TempDir Path root;

  @Test
  void tellsWhatAFileSystemDid() throws IOException {
    FakeHost host = FakeHost.with(root, "disk");
    assertThat(FakeHost.samples(new XfsCollector(host.sys())))
        .contains(
            "node_xfs_allocation_btree_records_deleted_total{device=\"sda1\"} 8",
            "node_xfs_block_mapping_extent_list_compares_total{device=\"sda1\"} 10",
            "node_xfs_extent_allocation_blocks_freed_total{device=\"sda1\"} 4",
            "node_xfs_inode_operation_attribute_changes_total{device=\"sda1\"} 26",
            "node_xfs_read_calls_total{device=\"sda1\"} 94045",
            "node_xfs_vnode_remove_total{device=\"sda1\"} 8",
            "node_xfs_write_calls_total{device=\"sda1\"} 107739");
  }

  @Test
  void hasNothingToSayWithoutXfs() throws IOException {
    assertThat(FakeHost.samples(new XfsCollector(FakeHost.empty(root).sys()))).isEmpty();
  }
}
