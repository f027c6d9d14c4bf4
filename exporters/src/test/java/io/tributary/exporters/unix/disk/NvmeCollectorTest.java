package io.tributary.exporters.unix.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.NoDataException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NvmeCollectorTest {
  @TempDir Path root;

  @Test
  void tellsControllers() throws IOException {
    FakeHost host = FakeHost.with(root, "disk");
    assertThat(FakeHost.samples(new NvmeCollector(host.sys())))
        .containsExactly(
            "node_nvme_info{device=\"nvme0\",firmware_revision=\"1B2QEXP7\",model=\"Samsung SSD 970"
                + " PRO 512GB\",serial=\"S680HF8N190894I\",state=\"live\"} 1");
  }

  @Test
  void hasNoDataWithoutControllers() {
    FakeHost host = FakeHost.empty(root);
    assertThatThrownBy(() -> FakeHost.samples(new NvmeCollector(host.sys())))
        .isInstanceOf(NoDataException.class);
  }
}
