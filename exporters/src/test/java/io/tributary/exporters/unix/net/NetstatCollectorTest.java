package io.tributary.exporters.unix.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.NameFilter;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetstatCollectorTest {
  @TempDir Path root;

  @Test
  void tellsTheFieldsThatWereChosen() throws IOException {
    FakeHost host = FakeHost.with(root, "net");
    assertThat(
            FakeHost.samples(
                new NetstatCollector(
                    host.proc(),
                    NameFilter.including(
                        "^(.*_(InErrors|InErrs)|Ip_Forwarding|Ip(6|Ext)_(InOctets|OutOctets)|Tcp_(CurrEstab|MaxConn))$"))))
        .containsExactly(
            "node_netstat_Icmp6_InErrors 1",
            "node_netstat_Icmp_InErrors 0",
            "node_netstat_Ip6_InOctets 460",
            "node_netstat_Ip6_OutOctets 536",
            "node_netstat_IpExt_InOctets 6286396970",
            "node_netstat_IpExt_OutOctets 2786264347",
            "node_netstat_Ip_Forwarding 1",
            "node_netstat_Tcp_CurrEstab 8",
            "node_netstat_Tcp_InErrs 5",
            "node_netstat_Tcp_MaxConn -1",
            "node_netstat_UdpLite6_InErrors 4",
            "node_netstat_UdpLite_InErrors 0",
            "node_netstat_Udp_InErrors 0");
  }

  @Test
  void failsWhereNamesAndValuesDoNotMatch() {
    FakeHost host = FakeHost.empty(root).file("proc/net/netstat", "TcpExt: A B\nTcpExt: 1\n");
    assertThatThrownBy(
            () -> FakeHost.samples(new NetstatCollector(host.proc(), NameFilter.including(""))))
        .isInstanceOf(MalformedException.class);
  }
}
