package io.tributary.exporters.unix.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfCollectorTest {
  @TempDir Path root;

  @Test
  void tellsWhatThisProcessUses() throws IOException {
    FakeHost host =
        FakeHost.empty(root)
            .file(
                "proc/self/stat",
                "26231 (a (name) b) R 5392 7446 5392 34835 7446 4218880 32533 309516 26 82 1677 44"
                    + " 158 99 20 0 1 0 82375 56274944 1981 18446744073709551615 4194304\n")
            .file("proc/stat", "btime 1418183276\n")
            .file("proc/self/fd/0", "")
            .file("proc/self/fd/1", "")
            .file(
                "proc/self/limits",
                "Limit                     Soft Limit           Hard Limit           Units\n"
                    + "Max open files            2048                 4096                 files\n"
                    + "Max address space         unlimited            unlimited           "
                    + " bytes\n");
    assertThat(FakeHost.samples(new SelfCollector(host.proc(), 4096)))
        .containsExactly(
            "process_cpu_seconds_total 17.21",
            "process_max_fds 2048",
            "process_open_fds 2",
            "process_resident_memory_bytes 8114176",
            "process_start_time_seconds 1.41818409975e+09",
            "process_virtual_memory_bytes 56274944",
            "process_virtual_memory_max_bytes 1.8446744073709552e+19");
  }

  @Test
  void readsTheProcessOfThisTest() throws IOException {
    assertThat(FakeHost.samples(new SelfCollector(new Tree(Path.of("/proc")), 4096))).hasSize(7);
  }
}
