package io.tributary.exporters.unix.net;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.NameFilter;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.RouteSocket;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Entries of the ARP table, by interface.
///
/// `struct ndmsg` of a neighbour has the number of the interface at 4 and the state at 8.
///
/// Source: rtnetlink(7), Linux `include/uapi/linux/neighbour.h`.
public final class ArpCollector implements Collector {
  private static final int COLUMNS = 6;

  /// The state of neighbours that need no ARP, which the file does not list either.
  private static final int NUD_NOARP = 0x40;

  private final Tree proc;
  private final NameFilter devices;
  private final boolean netlink;

  public ArpCollector(Tree proc, ArpSettings settings) {
    this.proc = proc;
    devices = NameFilter.of(settings.deviceInclude(), settings.deviceExclude());
    netlink = settings.netlink();
  }

  @Override
  public void collect(Families out) throws IOException {
    Map<String, Integer> entries =
        netlink
            ? count(RouteSocket.neighbours(), LinkCounters.ofThisHost())
            : count(proc.lines("net/arp"));
    entries.forEach((device, count) -> {
      if (devices.accepts(device)) {
        out.gauge("node_arp_entries", "ARP entries by device", count, "device", device);
      }
    });
  }

  private Map<String, Integer> count(List<String> lines) throws MalformedException {
    var entries = new TreeMap<String, Integer>();
    for (String line : lines) {
      List<String> columns = Numbers.fields(line);
      if (columns.size() < COLUMNS) {
        throw new MalformedException("unexpected line in " + proc.at("net/arp") + ": " + line);
      }
      if (!columns.getFirst().equals("IP")) {
        entries.merge(columns.getLast(), 1, Integer::sum);
      }
    }
    return entries;
  }

  static Map<String, Integer> count(List<ByteBuffer> neighbours, List<LinkCounters> links) {
    var names = new HashMap<Integer, String>();
    links.forEach(link -> names.put(link.index(), link.name()));
    var entries = new TreeMap<String, Integer>();
    for (ByteBuffer neighbour : neighbours) {
      String device = names.get(neighbour.getInt(4));
      if (device != null && (neighbour.getShort(8) & NUD_NOARP) == 0) {
        entries.merge(device, 1, Integer::sum);
      }
    }
    return entries;
  }
}
