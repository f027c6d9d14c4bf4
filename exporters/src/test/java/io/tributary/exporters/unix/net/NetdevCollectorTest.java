package io.tributary.exporters.unix.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.exporters.unix.host.FakeHost;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetdevCollectorTest {
  @Test
  void tellsTheColumnsOfProcNetDev() throws IOException {
    // Each counter is a power of two, so that every sum shows what is in it.
    LinkCounters link = link("eth0", 24);
    assertThat(samples(List.of(link), NetdevSettings.DEFAULT))
        .containsExactly(
            "node_network_receive_bytes_total{device=\"eth0\"} 4",
            "node_network_receive_compressed_total{device=\"eth0\"} 2097152",
            "node_network_receive_drop_total{device=\"eth0\"} 32832",
            "node_network_receive_errs_total{device=\"eth0\"} 16",
            "node_network_receive_fifo_total{device=\"eth0\"} 16384",
            "node_network_receive_frame_total{device=\"eth0\"} 15360",
            "node_network_receive_multicast_total{device=\"eth0\"} 256",
            "node_network_receive_nohandler_total{device=\"eth0\"} 8388608",
            "node_network_receive_packets_total{device=\"eth0\"} 1",
            "node_network_transmit_bytes_total{device=\"eth0\"} 8",
            "node_network_transmit_carrier_total{device=\"eth0\"} 1769472",
            "node_network_transmit_colls_total{device=\"eth0\"} 512",
            "node_network_transmit_compressed_total{device=\"eth0\"} 4194304",
            "node_network_transmit_drop_total{device=\"eth0\"} 128",
            "node_network_transmit_errs_total{device=\"eth0\"} 32",
            "node_network_transmit_fifo_total{device=\"eth0\"} 262144",
            "node_network_transmit_packets_total{device=\"eth0\"} 2");
  }

  @Test
  void leavesOutInterfacesThatAreNotWanted() throws IOException {
    List<LinkCounters> links = List.of(link("eth0", 24), link("lo", 23));
    assertThat(samples(links, new NetdevSettings("", "^lo$", false)))
        .hasSize(17)
        .allMatch(line -> line.contains("eth0"));
    assertThat(samples(links, new NetdevSettings("^lo$", "", false)))
        .hasSize(17)
        .allMatch(line -> line.contains("lo"));
  }

  @Test
  void passesOverMessagesThatSayNothing() {
    assertThat(LinkCounters.parse(ByteBuffer.allocate(16).order(ByteOrder.nativeOrder()))).isNull();
    assertThat(LinkCounters.parse(message("", 24))).isNull();
    ByteBuffer cut = message("eth0", 24);
    assertThat(LinkCounters.parse(cut.slice(0, 40).order(ByteOrder.nativeOrder()))).isNull();
  }

  @Test
  void asksTheKernelOfThisMachine() throws IOException {
    assertThat(LinkCounters.ofThisHost()).anyMatch(link -> link.name().equals("lo"));
  }

  @Test
  void tellsAddressesWhenAsked() throws IOException {
    assertThat(samples(List.of(), new NetdevSettings("", "", true)))
        .anyMatch(line ->
            line.startsWith("node_network_address_info{address=\"127.0.0.1\",device=\"lo\","));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,link-local",
    "169.254.1.1,link-local",
    "fe80::1,link-local",
    "ff02::1,link-local",
    "ff01::1,interface-local",
    "192.168.1.1,global",
    "2001:db8::1,global",
    "0.0.0.0,''"
  })
  void saysHowFarAnAddressReaches(String address, String scope) {
    assertThat(NetdevCollector.scope(InetAddress.ofLiteral(address))).isEqualTo(scope);
  }

  private static List<String> samples(List<LinkCounters> links, NetdevSettings settings)
      throws IOException {
    return FakeHost.samples(new NetdevCollector(() -> links, settings));
  }

  private static LinkCounters link(String name, int counters) {
    return Objects.requireNonNull(LinkCounters.parse(message(name, counters)));
  }

  /// A link message with a name, an attribute that nobody knows, and `counters` counters of 64
  /// bits.
  private static ByteBuffer message(String name, int counters) {
    ByteBuffer out = ByteBuffer.allocate(512).order(ByteOrder.nativeOrder());
    out.position(16);
    byte[] text = (name + "\0").getBytes(StandardCharsets.UTF_8);
    attribute(out, 3, text);
    attribute(out, 77, new byte[5]);
    ByteBuffer stats = ByteBuffer.allocate(counters * 8).order(ByteOrder.nativeOrder());
    for (int i = 0; i < counters; i++) {
      stats.putLong(1L << i);
    }
    attribute(out, 23, stats.array());
    return out.slice(0, out.position()).order(ByteOrder.nativeOrder());
  }

  private static void attribute(ByteBuffer out, int type, byte[] payload) {
    out.putShort((short) (4 + payload.length)).putShort((short) type).put(payload);
    out.position((out.position() + 3) & ~3);
  }
}
