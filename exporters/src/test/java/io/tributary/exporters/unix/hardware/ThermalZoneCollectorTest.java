package io.tributary.exporters.unix.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.exporters.unix.host.FakeHost;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThermalZoneCollectorTest {
  @TempDir Path root;

  @Test
  void tellsTemperaturesAndCooling() throws IOException {
    FakeHost host = FakeHost.with(root, "hardware");
    assertThat(FakeHost.samples(new ThermalZoneCollector(host.sys())))
        .containsExactly(
            "node_cooling_device_cur_state{name=\"0\",type=\"intel_powerclamp\"} -1",
            "node_cooling_device_max_state{name=\"0\",type=\"intel_powerclamp\"} 50",
            "node_thermal_zone_temp{type=\"cpu-thermal\",zone=\"0\"} 12.376");
  }
}
