package io.tributary.exporters.unix.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.exporters.unix.host.FakeHost;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelinuxCollectorTest {
  @TempDir Path root;

  @Test
  void isOffWithoutItsFileSystem() throws IOException {
    FakeHost host = FakeHost.with(root, "kernel");
    assertThat(FakeHost.samples(new SelinuxCollector(host.proc(), host.rootfs())))
        .containsExactly("node_selinux_enabled 0");
  }

  @Test
  void tellsWhatIsConfiguredAndWhatIsInForce() throws IOException {
    FakeHost host =
        mounted("rw,relatime")
            .file("sys/enforce", "0")
            .file("rootfs/selinux/config", "# comment\nSELINUX=enforcing\nSELINUXTYPE=targeted\n");
    assertThat(FakeHost.samples(new SelinuxCollector(host.proc(), host.rootfs())))
        .containsExactly(
            "node_selinux_config_mode 1", "node_selinux_current_mode 0", "node_selinux_enabled 1");
  }

  @Test
  void isOffWhereItsFileSystemCannotBeWritten() throws IOException {
    FakeHost host = mounted("ro,relatime");
    assertThat(FakeHost.samples(new SelinuxCollector(host.proc(), host.rootfs())))
        .containsExactly("node_selinux_enabled 0");
  }

  private FakeHost mounted(String options) {
    FakeHost host = FakeHost.empty(root);
    return host.file(
            "proc/self/mountinfo",
            "29 23 0:19 / %s %s shared:8 - selinuxfs selinuxfs rw\n"
                .formatted(host.sys().root(), options))
        .file("proc/self/attr/current", "system_u:system_r:init_t:s0\0");
  }
}
