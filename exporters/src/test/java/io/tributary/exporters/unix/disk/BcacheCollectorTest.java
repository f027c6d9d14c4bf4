package io.tributary.exporters.unix.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.exporters.unix.host.FakeHost;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BcacheCollectorTest {
  @TempDir Path root;

  @Test
  void tellsSetsAndTheirDevices() throws IOException {
    FakeHost host = FakeHost.with(root, "disk");
    assertThat(FakeHost.samples(new BcacheCollector(host.sys(), false)))
        .contains(
            "node_bcache_btree_cache_size_bytes{uuid=\"deaddd54-c735-46d5-868e-f331c5fd7c74\"}"
                + " 4596",
            "node_bcache_btree_read_average_duration_seconds{uuid=\"deaddd54-c735-46d5-868e-f331c5fd7c74\"}"
                + " 1.305e-06",
            "node_bcache_cache_hits_total{backing_device=\"bdev0\",uuid=\"deaddd54-c735-46d5-868e-f331c5fd7c74\"}"
                + " 546",
            "node_bcache_cache_readaheads_total{backing_device=\"bdev0\",uuid=\"deaddd54-c735-46d5-868e-f331c5fd7c74\"}"
                + " 0",
            "node_bcache_cache_read_races_total{uuid=\"deaddd54-c735-46d5-868e-f331c5fd7c74\"} 7",
            "node_bcache_metadata_written_bytes_total{cache_device=\"cache0\",uuid=\"deaddd54-c735-46d5-868e-f331c5fd7c74\"}"
                + " 512",
            "node_bcache_writeback_rate_integral_term{backing_device=\"bdev0\",uuid=\"deaddd54-c735-46d5-868e-f331c5fd7c74\"}"
                + " -808960");
  }

  @Test
  void readsPrioritiesWhenAsked() throws IOException {
    FakeHost host = FakeHost.with(root, "disk");
    String labels = "{cache_device=\"cache0\",uuid=\"deaddd54-c735-46d5-868e-f331c5fd7c74\"}";
    assertThat(FakeHost.samples(new BcacheCollector(host.sys(), true)))
        .contains(
            "node_bcache_priority_stats_metadata_percent" + labels + " 1",
            "node_bcache_priority_stats_unused_percent" + labels + " 99");
  }
}
