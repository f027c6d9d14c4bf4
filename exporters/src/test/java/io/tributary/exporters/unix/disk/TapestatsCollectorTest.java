package io.tributary.exporters.unix.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.NoDataException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TapestatsCollectorTest {
  @TempDir Path root;

  @Test
  void tellsWorkOfDrivesOnce() throws IOException {
    FakeHost host = FakeHost.with(root, "disk");
    assertThat(FakeHost.samples(new TapestatsCollector(host.sys(), "^$")))
        .containsExactly(
            "node_tape_io_now{device=\"st0\"} 1",
            "node_tape_io_others_total{device=\"st0\"} 1409",
            "node_tape_io_time_seconds_total{device=\"st0\"} 9247.01108772",
            "node_tape_read_bytes_total{device=\"st0\"} 979383912",
            "node_tape_read_time_seconds_total{device=\"st0\"} 33.788355744",
            "node_tape_reads_completed_total{device=\"st0\"} 3741",
            "node_tape_residual_total{device=\"st0\"} 19",
            "node_tape_write_time_seconds_total{device=\"st0\"} 5233.597394395",
            "node_tape_writes_completed_total{device=\"st0\"} 53772916",
            "node_tape_written_bytes_total{device=\"st0\"} 1496246784000");
  }

  @Test
  void hasNoDataWithoutDrives() {
    FakeHost host = FakeHost.empty(root);
    assertThatThrownBy(() -> FakeHost.samples(new TapestatsCollector(host.sys(), "^$")))
        .isInstanceOf(NoDataException.class);
  }
}
