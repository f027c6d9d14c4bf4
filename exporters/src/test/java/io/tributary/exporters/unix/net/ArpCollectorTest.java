package io.tributary.exporters.unix.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.FakeHost;
import io.tributary.exporters.unix.host.MalformedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArpCollectorTest {
  @TempDir Path root;

  @Test
  void countsEntriesByDevice() throws IOException {
    FakeHost host = FakeHost.with(root, "net");
    assertThat(FakeHost.samples(new ArpCollector(host.proc(), ArpSettings.DEFAULT)))
        .containsExactly(
            "node_arp_entries{device=\"eth0\"} 2", "node_arp_entries{device=\"eth1\"} 1");
  }

  @Test
  void leavesOutDevicesThatAreNotWanted() throws IOException {
    FakeHost host = FakeHost.with(root, "net");
    assertThat(
            FakeHost.samples(new ArpCollector(host.proc(), new ArpSettings("", "^eth0$", false))))
        .containsExactly("node_arp_entries{device=\"eth1\"} 1");
  }

  @Test
  void failsOnAShortLine() {
    FakeHost host = FakeHost.empty(root).file("proc/net/arp", "192.168.1.1 0x1\n");
    assertThatThrownBy(() -> FakeHost.samples(new ArpCollector(host.proc(), ArpSettings.DEFAULT)))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void countsNeighboursThatNeedArp() {
    List<LinkCounters> links =
        List.of(new LinkCounters(2, "eth0", Map.of()), new LinkCounters(3, "eth1", Map.of()));
    assertThat(
            ArpCollector.count(
                List.of(
                    neighbour(2, 2),
                    neighbour(2, 4),
                    neighbour(3, 2),
                    neighbour(3, 0x40),
                    neighbour(9, 2)),
                links))
        .containsOnly(Map.entry("eth0", 2), Map.entry("eth1", 1));
  }

  @Test
  void asksTheKernelOfThisMachine() throws IOException {
    var collector = new ArpCollector(FakeHost.empty(root).proc(), new ArpSettings("", "", true));
    assertThat(FakeHost.samples(collector))
        .allMatch(line -> line.startsWith("node_arp_entries{device=\""));
  }

  private static ByteBuffer neighbour(int index, int state) {
    ByteBuffer message = ByteBuffer.allocate(12).order(ByteOrder.nativeOrder());
    return message.putInt(4, index).putShort(8, (short) state);
  }
}
