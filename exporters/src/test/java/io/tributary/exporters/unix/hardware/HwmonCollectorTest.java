package io.tributary.exporters.unix.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.NameFilter;
import io.tributary.exporters.unix.host.NoDataException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HwmonCollectorTest {
  @TempDir Path root;

  @Test
  void tellsSensorsInTheirUnits() throws IOException {
    FakeHost host = FakeHost.with(root, "hardware");
    assertThat(FakeHost.samples(new HwmonCollector(host.sys(), NameFilter.of("", ""))))
        .contains(
            "node_hwmon_chip_names{chip=\"platform_coretemp_0\",chip_name=\"coretemp\"} 1",
            "node_hwmon_sensor_label{chip=\"platform_coretemp_0\",label=\"Physical id"
                + " 0\",sensor=\"temp1\"} 1",
            "node_hwmon_temp_celsius{chip=\"platform_coretemp_0\",sensor=\"temp1\"} 55",
            "node_hwmon_temp_crit_alarm_celsius{chip=\"platform_coretemp_0\",sensor=\"temp1\"} 0",
            "node_hwmon_temp_crit_celsius{chip=\"platform_coretemp_0\",sensor=\"temp1\"} 100",
            "node_hwmon_temp_type{chip=\"platform_coretemp_0\",sensor=\"temp1\"} 4",
            "node_hwmon_beep_enabled{chip=\"nct6775\",sensor=\"beep_enable0\"} 1",
            "node_hwmon_cpu_vid_volts{chip=\"nct6775\",sensor=\"cpu0\"} 1.35",
            "node_hwmon_curr_amps{chip=\"nct6775\",sensor=\"curr1\"} 2.5",
            "node_hwmon_energy_joule_total{chip=\"nct6775\",sensor=\"energy1\"} 2",
            "node_hwmon_fan_fault{chip=\"nct6775\",sensor=\"fan1\"} 0",
            "node_hwmon_fan_min_rpm{chip=\"nct6775\",sensor=\"fan1\"} 300",
            "node_hwmon_fan_pulses{chip=\"nct6775\",sensor=\"fan1\"} 2",
            "node_hwmon_fan_rpm{chip=\"nct6775\",sensor=\"fan1\"} 1098",
            "node_hwmon_humidity{chip=\"nct6775\",sensor=\"humidity1\"} 0.45",
            "node_hwmon_in_alarm{chip=\"nct6775\",sensor=\"in0\"} 1",
            "node_hwmon_in_beep_enabled{chip=\"nct6775\",sensor=\"in0\"} 0",
            "node_hwmon_in_volts{chip=\"nct6775\",sensor=\"in0\"} 0.792",
            "node_hwmon_intrusion_alarm{chip=\"nct6775\",sensor=\"intrusion0\"} 1",
            "node_hwmon_power_accuracy{chip=\"nct6775\",sensor=\"power1\"} 0.9",
            "node_hwmon_power_average_interval_seconds{chip=\"nct6775\",sensor=\"power1\"} 1",
            "node_hwmon_power_average_watt{chip=\"nct6775\",sensor=\"power1\"} 345",
            "node_hwmon_pwm{chip=\"nct6775\",sensor=\"pwm1\"} 231",
            "node_hwmon_pwm_enable{chip=\"nct6775\",sensor=\"pwm1\"} 5",
            "node_hwmon_update_interval_seconds{chip=\"nct6775\",sensor=\"update_interval0\"} 1.5",
            "node_hwmon_voltage_regulator_version{chip=\"nct6775\",sensor=\"vrm0\"} 9.1");
  }

  @Test
  void hasNoDataWithoutSensors() {
    FakeHost host = FakeHost.empty(root);
    assertThatThrownBy(
            () -> FakeHost.samples(new HwmonCollector(host.sys(), NameFilter.of("", ""))))
        .isInstanceOf(NoDataException.class);
  }

  @Test
  void leavesOutChipsThatAreNotWanted() throws IOException {
    FakeHost host = FakeHost.with(root, "hardware");
    assertThat(FakeHost.samples(new HwmonCollector(host.sys(), NameFilter.excluding("coretemp"))))
        .isNotEmpty()
        .noneMatch(line -> line.contains("coretemp"));
  }
}
