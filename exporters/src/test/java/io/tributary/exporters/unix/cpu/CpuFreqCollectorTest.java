package io.tributary.exporters.unix.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuFreqCollectorTest {
  @TempDir Path root;

  @Test
  void tellsFrequenciesInHertzAndLeavesOutWhatADriverDoesNotKnow() throws IOException {
    assertThat(FakeHost.samples(new CpuFreqCollector(FakeHost.with(root, "cpu").sys())))
        .containsExactly(
            "node_cpu_frequency_hertz{cpu=\"0\"} 1699981000",
            "node_cpu_frequency_max_hertz{cpu=\"0\"} 3700000000",
            "node_cpu_frequency_min_hertz{cpu=\"0\"} 800000000",
            "node_cpu_scaling_frequency_hertz{cpu=\"0\"} 1699980000",
            "node_cpu_scaling_frequency_hertz{cpu=\"1\"} 8000000000",
            "node_cpu_scaling_frequency_max_hertz{cpu=\"0\"} 3600000000",
            "node_cpu_scaling_frequency_min_hertz{cpu=\"0\"} 900000000");
  }

  @Test
  void hasNothingToSayWithoutADriver() throws IOException {
    assertThat(FakeHost.samples(new CpuFreqCollector(FakeHost.empty(root).sys()))).isEmpty();
  }

  @Test
  void failsWhereADriverLacksWhatEveryDriverHas() {
    FakeHost host =
        FakeHost.empty(root).file("sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq", "1\n");
    assertThatThrownBy(() -> FakeHost.samples(new CpuFreqCollector(host.sys())))
        .isInstanceOf(NoSuchFileException.class);
  }
}
