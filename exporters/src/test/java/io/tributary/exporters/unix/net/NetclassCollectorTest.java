package io.tributary.exporters.unix.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.NoDataException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetclassCollectorTest {
  @TempDir Path root;

  @Test
  void tellsWhatAnInterfaceIs() throws IOException {
    FakeHost host = FakeHost.with(root, "net");
    assertThat(FakeHost.samples(new NetclassCollector(host.sys(), NetclassSettings.DEFAULT)))
        .contains(
            "node_network_address_assign_type{device=\"eth0\"} 3",
            "node_network_carrier_changes_total{device=\"eth0\"} 2",
            "node_network_carrier_down_changes_total{device=\"eth0\"} 1",
            "node_network_device_id{device=\"eth0\"} 32",
            "node_network_flags{device=\"eth0\"} 4867",
            "node_network_info{address=\"01:02:03:04:05:06\",broadcast=\"ff:ff:ff:ff:ff:ff\",device=\"eth0\",duplex=\"full\",ifalias=\"uplink"
                + " \\\"north\\\"\",operstate=\"up\"} 1",
            "node_network_mtu_bytes{device=\"eth0\"} 1500",
            "node_network_mtu_bytes{device=\"wlan0\"} 0",
            "node_network_speed_bytes{device=\"eth0\"} 125000000",
            "node_network_speed_bytes{device=\"wlan0\"} -125000",
            "node_network_up{device=\"bond0\"} 0",
            "node_network_up{device=\"eth0\"} 1");
  }

  @Test
  void hasNoDataWithoutTheFolder() {
    FakeHost host = FakeHost.empty(root);
    assertThatThrownBy(
            () -> FakeHost.samples(new NetclassCollector(host.sys(), NetclassSettings.DEFAULT)))
        .isInstanceOf(NoDataException.class);
  }

  @Test
  void leavesOutASpeedThatIsNoneWhenAsked() throws IOException {
    FakeHost host = FakeHost.with(root, "net");
    assertThat(
            FakeHost.samples(
                new NetclassCollector(host.sys(), new NetclassSettings("^bond0$", true))))
        .noneMatch(line -> line.contains("bond0"))
        .noneMatch(line -> line.startsWith("node_network_speed_bytes{device=\"wlan0\"}"))
        .contains("node_network_speed_bytes{device=\"eth0\"} 125000000");
  }
}
