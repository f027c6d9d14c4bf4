package io.tributary.exporters.unix.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.NoDataException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConntrackCollectorTest {
  @TempDir Path root;

  @Test
  void addsUpTheProcessors() throws IOException {
    FakeHost host = FakeHost.with(root, "net");
    assertThat(FakeHost.samples(new ConntrackCollector(host.proc())))
        .containsExactly(
            "node_nf_conntrack_entries 123",
            "node_nf_conntrack_entries_limit 65536",
            "node_nf_conntrack_stat_drop 4",
            "node_nf_conntrack_stat_early_drop 5",
            "node_nf_conntrack_stat_found 11",
            "node_nf_conntrack_stat_ignore 44846",
            "node_nf_conntrack_stat_insert 2",
            "node_nf_conntrack_stat_insert_failed 1",
            "node_nf_conntrack_stat_invalid 5",
            "node_nf_conntrack_stat_search_restart 6");
  }

  @Test
  void hasNoDataWithoutTracking() {
    FakeHost host = FakeHost.empty(root);
    assertThatThrownBy(() -> FakeHost.samples(new ConntrackCollector(host.proc())))
        .isInstanceOf(NoDataException.class);
  }
}
