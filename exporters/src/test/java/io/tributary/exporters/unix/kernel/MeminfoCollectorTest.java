package io.tributary.exporters.unix.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.MalformedException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeminfoCollectorTest {
  @TempDir Path root;

  @Test
  void tellsEveryFieldInBytes() throws IOException {
    FakeHost host = FakeHost.with(root, "kernel");
    assertThat(FakeHost.samples(new MeminfoCollector(host.proc())))
        .containsExactly(
            "node_memory_Active_anon_bytes 2118127616",
            "node_memory_Committed_AS_bytes 8216559616",
            "node_memory_DirectMap1G_bytes 0",
            "node_memory_HugePages_Total 7",
            "node_memory_Hugepagesize_bytes 2097152",
            "node_memory_Inactive_file_bytes 170979328",
            "node_memory_MemFree_bytes 450891776",
            "node_memory_MemTotal_bytes 16042172416",
            "node_memory_VmallocTotal_bytes 35184372087808");
  }

  @Test
  void failsOnALineOfFourWords() {
    FakeHost host = FakeHost.empty(root).file("proc/meminfo", "MemTotal: 1 kB twice\n");
    assertThatThrownBy(() -> FakeHost.samples(new MeminfoCollector(host.proc())))
        .isInstanceOf(MalformedException.class);
  }
}
