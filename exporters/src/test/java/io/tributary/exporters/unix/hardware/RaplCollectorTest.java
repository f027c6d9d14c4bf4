package io.tributary.exporters.unix.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.NoDataException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaplCollectorTest {
  @TempDir Path root;

  @Test
  void tellsZonesByNameAndNumber() throws IOException {
    FakeHost host = FakeHost.with(root, "hardware");
    String zones = host.sys().at("class/powercap").toString();
    assertThat(FakeHost.samples(new RaplCollector(host.sys())))
        .containsExactly(
            "node_rapl_core_joules_total{index=\"0\",path=\""
                + zones
                + "/intel-rapl:0:0\"} 118821.284256",
            "node_rapl_core_joules_total{index=\"1\",path=\"" + zones + "/intel-rapl:0:1\"} 5e-06",
            "node_rapl_package_10_die_0_joules_total{index=\"0\",path=\""
                + zones
                + "/intel-rapl:a\"} 7",
            "node_rapl_package_joules_total{index=\"0\",path=\""
                + zones
                + "/intel-rapl:0\"} 240422.366267");
  }

  @Test
  void hasNoDataWithoutZones() {
    assertThatThrownBy(() -> FakeHost.samples(new RaplCollector(FakeHost.empty(root).sys())))
        .isInstanceOf(NoDataException.class);
  }
}
