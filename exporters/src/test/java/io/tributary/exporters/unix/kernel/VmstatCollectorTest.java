package io.tributary.exporters.unix.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.NameFilter;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VmstatCollectorTest {
  @TempDir Path root;

  @Test
  void tellsTheFieldsThatWereChosen() throws IOException {
    FakeHost host = FakeHost.with(root, "kernel");
    assertThat(
            FakeHost.samples(
                new VmstatCollector(
                    host.proc(), NameFilter.including("^(oom_kill|pgpg|pswp|pg.*fault).*"))))
        .containsExactly(
            "node_vmstat_oom_kill 3",
            "node_vmstat_pgfault 2320168809",
            "node_vmstat_pgmajfault 507162",
            "node_vmstat_pgpgin 7344136",
            "node_vmstat_pgpgout 1541180581",
            "node_vmstat_pswpin 1476",
            "node_vmstat_pswpout 35045");
  }
}
