package io.tributary.exporters.unix.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.NoDataException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PowerSupplyCollectorTest {
  @TempDir Path root;

  @Test
  void tellsBatteriesInTheirUnits() throws IOException {
    FakeHost host = FakeHost.with(root, "hardware");
    assertThat(FakeHost.samples(new PowerSupplyCollector(host.sys(), "^$")))
        .containsExactly(
            "node_power_supply_capacity{power_supply=\"BAT0\"} 81",
            "node_power_supply_cyclecount{power_supply=\"BAT0\"} 32",
            "node_power_supply_energy_full{power_supply=\"BAT0\"} 45.07",
            "node_power_supply_energy_full_design{power_supply=\"BAT0\"} 47.52",
            "node_power_supply_energy_watthour{power_supply=\"BAT0\"} 36.58",
            "node_power_supply_info{power_supply=\"AC\",type=\"Mains\"} 1",
            "node_power_supply_info{capacity_level=\"Normal\",manufacturer=\"LGC\",model_name=\"LNV-45N1\",power_supply=\"BAT0\",serial_number=\"38109\",status=\"Discharging\",technology=\"Li-ion\",type=\"Battery\"}"
                + " 1",
            "node_power_supply_online{power_supply=\"AC\"} 0",
            "node_power_supply_power_watt{power_supply=\"BAT0\"} 4.83",
            "node_power_supply_present{power_supply=\"BAT0\"} 1",
            "node_power_supply_temp_celsius{power_supply=\"BAT0\"} 28.1",
            "node_power_supply_voltage_min_design{power_supply=\"BAT0\"} 10.8",
            "node_power_supply_voltage_volt{power_supply=\"BAT0\"} 12.229");
  }

  @Test
  void hasNoDataWithoutSupplies() {
    FakeHost host = FakeHost.empty(root);
    assertThatThrownBy(() -> FakeHost.samples(new PowerSupplyCollector(host.sys(), "^$")))
        .isInstanceOf(NoDataException.class);
  }
}
