package io.tributary.exporters.unix.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.NoDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IpvsCollectorTest {
  @TempDir Path root;

  @Test
  void tellsTotalsAndBackEnds() throws IOException {
    FakeHost host = FakeHost.with(root, "net");
    assertThat(FakeHost.samples(new IpvsCollector(host.proc(), IpvsBackend.LABELS)))
        .contains(
            "node_ipvs_connections_total 23765872",
            "node_ipvs_incoming_bytes_total 89991519156915",
            "node_ipvs_incoming_packets_total 3811989221",
            "node_ipvs_outgoing_bytes_total 0",
            "node_ipvs_outgoing_packets_total 0",
            "node_ipvs_backend_connections_active{local_address=\"192.168.0.22\",local_mark=\"\",local_port=\"3306\",proto=\"TCP\",remote_address=\"192.168.82.22\",remote_port=\"3306\"}"
                + " 248",
            "node_ipvs_backend_connections_inactive{local_address=\"2620::1\",local_mark=\"\",local_port=\"80\",proto=\"TCP\",remote_address=\"2620::2\",remote_port=\"80\"}"
                + " 3",
            "node_ipvs_backend_weight{local_address=\"\",local_mark=\"10001000\",local_port=\"0\",proto=\"FWM\",remote_address=\"192.168.50.21\",remote_port=\"3306\"}"
                + " 20");
  }

  @Test
  void hasNoDataWithoutABalancer() {
    FakeHost host = FakeHost.empty(root);
    assertThatThrownBy(() -> FakeHost.samples(new IpvsCollector(host.proc(), IpvsBackend.LABELS)))
        .isInstanceOf(NoDataException.class);
  }

  @Test
  void addsUpWhatTheLabelsDoNotTellApart() throws IOException {
    FakeHost host = FakeHost.with(root, "net");
    assertThat(FakeHost.samples(new IpvsCollector(host.proc(), List.of("proto"))))
        .contains(
            "node_ipvs_backend_connections_active{proto=\"FWM\"} 64",
            "node_ipvs_backend_connections_active{proto=\"TCP\"} 250",
            "node_ipvs_backend_weight{proto=\"TCP\"} 191");
  }
}
