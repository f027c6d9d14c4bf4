package io.tributary.exporters.unix.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.NoDataException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchedstatCollectorTest {
  @TempDir Path root;

  @Test
  void tellsWhatTheSchedulerDidOnEachProcessor() throws IOException {
    assertThat(FakeHost.samples(new SchedstatCollector(FakeHost.with(root, "cpu").proc())))
        .containsExactly(
            "node_schedstat_running_seconds_total{cpu=\"0\"} 2.045936778163039e+06",
            "node_schedstat_running_seconds_total{cpu=\"1\"} 1.904686152592476e+06",
            "node_schedstat_timeslices_total{cpu=\"0\"} 4767485306",
            "node_schedstat_timeslices_total{cpu=\"1\"} 5145567945",
            "node_schedstat_waiting_seconds_total{cpu=\"0\"} 343796.328169361",
            "node_schedstat_waiting_seconds_total{cpu=\"1\"} 364107.263788241");
  }

  @Test
  void hasNoDataOnKernelsWithoutIt() {
    assertThatThrownBy(() -> FakeHost.samples(new SchedstatCollector(FakeHost.empty(root).proc())))
        .isInstanceOf(NoDataException.class);
  }
}
