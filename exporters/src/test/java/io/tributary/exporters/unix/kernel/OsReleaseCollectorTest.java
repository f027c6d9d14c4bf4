package io.tributary.exporters.unix.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.NoDataException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OsReleaseCollectorTest {
  @TempDir Path root;

  @Test
  void tellsTheDistribution() throws IOException {
    FakeHost host = FakeHost.with(root, "kernel");
    assertThat(FakeHost.samples(new OsReleaseCollector(host.rootfs())))
        .containsExactly(
            "node_os_info{build_id=\"\",id=\"ubuntu\",id_like=\"debian\",image_id=\"\",image_version=\"\",name=\"Ubuntu\",pretty_name=\"Ubuntu"
                + " 20.04.2 LTS\",variant=\"\",variant_id=\"\",version=\"20.04.2 LTS (Focal"
                + " Fossa)\",version_codename=\"focal\",version_id=\"20.04\"} 1",
            "node_os_version{id=\"ubuntu\",id_like=\"debian\",name=\"Ubuntu\"} 20.04");
  }

  @Test
  void hasNoDataWithoutAFile() {
    FakeHost host = FakeHost.empty(root);
    assertThatThrownBy(() -> FakeHost.samples(new OsReleaseCollector(host.rootfs())))
        .isInstanceOf(NoDataException.class);
  }

  @Test
  void readsTheSecondFileWhereTheFirstIsMissing() throws IOException {
    FakeHost host =
        FakeHost.empty(root).file("rootfs/usr/lib/os-release", "NAME=\"a \\\"b\\\"\"\nID='x'\n");
    assertThat(FakeHost.samples(new OsReleaseCollector(host.rootfs())))
        .singleElement()
        .asString()
        .contains("name=\"a \\\"b\\\"\"", "id=\"x\"");
  }
}
