package io.tributary.exporters.unix.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.NoDataException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfinibandCollectorTest {
  @TempDir Path root;

  @Test
  void tellsPortsInBytes() throws IOException {
    FakeHost host = FakeHost.with(root, "net");
    assertThat(FakeHost.samples(new InfinibandCollector(host.sys())))
        .containsExactly(
            "node_infiniband_info{board_id=\"I40IW Board"
                + " ID\",device=\"i40iw0\",firmware_version=\"0.2\",hca_type=\"\"} 1",
            "node_infiniband_info{board_id=\"SM_1141000001000\",device=\"mlx4_0\",firmware_version=\"2.31.5050\",hca_type=\"MT4099\"}"
                + " 1",
            "node_infiniband_legacy_data_received_bytes_total{device=\"mlx4_0\",port=\"1\"}"
                + " 18527668",
            "node_infiniband_legacy_packets_received_total{device=\"mlx4_0\",port=\"1\"} 9",
            "node_infiniband_link_downed_total{device=\"i40iw0\",port=\"1\"} 1",
            "node_infiniband_physical_state_id{device=\"i40iw0\",port=\"1\"} 3",
            "node_infiniband_physical_state_id{device=\"mlx4_0\",port=\"1\"} 5",
            "node_infiniband_port_data_received_bytes_total{device=\"mlx4_0\",port=\"1\"}"
                + " 8884894436",
            "node_infiniband_port_data_transmitted_bytes_total{device=\"mlx4_0\",port=\"1\"}"
                + " 106036453180",
            "node_infiniband_port_packets_received_total{device=\"mlx4_0\",port=\"1\"} 87169372",
            "node_infiniband_rate_bytes_per_second{device=\"i40iw0\",port=\"1\"} 1250000000",
            "node_infiniband_rate_bytes_per_second{device=\"mlx4_0\",port=\"1\"} 312500000",
            "node_infiniband_state_id{device=\"i40iw0\",port=\"1\"} 1",
            "node_infiniband_state_id{device=\"mlx4_0\",port=\"1\"} 4",
            "node_infiniband_vl15_dropped_total{device=\"mlx4_0\",port=\"1\"} 0");
  }

  @Test
  void hasNoDataWithoutAdapters() {
    FakeHost host = FakeHost.empty(root);
    assertThatThrownBy(() -> FakeHost.samples(new InfinibandCollector(host.sys())))
        .isInstanceOf(NoDataException.class);
  }
}
