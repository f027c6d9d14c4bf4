package io.tributary.exporters.unix.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.NoDataException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FibreChannelCollectorTest {
  @TempDir Path root;

  @Test
  void tellsAdaptersAndTheCountersThatTheyHave() throws IOException {
    FakeHost host = FakeHost.with(root, "net");
    assertThat(FakeHost.samples(new FibreChannelCollector(host.sys())))
        .containsExactly(
            "node_fibrechannel_error_frames_total{fc_host=\"host0\"} 19",
            "node_fibrechannel_fcp_packet_aborts_total{fc_host=\"host0\"} 0",
            "node_fibrechannel_info{dev_loss_tmo=\"30\",fabric_name=\"0\",fc_host=\"host0\",port_id=\"000002\",port_name=\"1000e0071bce95f2\",port_state=\"Online\",port_type=\"Point-To-Point"
                + " (direct nport connection)\",speed=\"16 Gbit\",supported_classes=\"Class"
                + " 3\",supported_speeds=\"4 Gbit, 8 Gbit, 16 Gbit\",symbolic_name=\"Emulex"
                + " SN1100E2P\"} 1",
            "node_fibrechannel_invalid_crc_total{fc_host=\"host0\"} 2",
            "node_fibrechannel_invalid_tx_words_total{fc_host=\"host0\"} 8",
            "node_fibrechannel_link_failure_total{fc_host=\"host0\"} 9",
            "node_fibrechannel_loss_of_signal_total{fc_host=\"host0\"} 0",
            "node_fibrechannel_loss_of_sync_total{fc_host=\"host0\"} 0",
            "node_fibrechannel_nos_total{fc_host=\"host0\"} 0",
            "node_fibrechannel_rx_frames_total{fc_host=\"host0\"} 3",
            "node_fibrechannel_rx_words_total{fc_host=\"host0\"} 4",
            "node_fibrechannel_seconds_since_last_reset_total{fc_host=\"host0\"} 7",
            "node_fibrechannel_tx_frames_total{fc_host=\"host0\"} 5",
            "node_fibrechannel_tx_words_total{fc_host=\"host0\"} 6");
  }

  @Test
  void hasNoDataWithoutAdapters() {
    FakeHost host = FakeHost.empty(root);
    assertThatThrownBy(() -> FakeHost.samples(new FibreChannelCollector(host.sys())))
        .isInstanceOf(NoDataException.class);
  }
}
