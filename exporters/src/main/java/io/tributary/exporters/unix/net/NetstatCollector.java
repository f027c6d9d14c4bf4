package io.tributary.exporters.unix.net;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.NameFilter;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Chosen counters of the network protocols.
///
/// `netstat` and `snmp` are pairs of lines, names and values, with the protocol in front of both;
/// `snmp6` has a line for each counter and does not exist where IPv6 is off.
public final class NetstatCollector implements Collector {
  private final Tree net;
  private final NameFilter fields;

  public NetstatCollector(Tree proc, NameFilter fields) {
    net = proc.in("net");
    this.fields = fields;
  }

  @Override
  public void collect(Families out) throws IOException {
    var protocols = new TreeMap<String, Map<String, String>>();
    pairs("netstat", protocols);
    pairs("snmp", protocols);
    lines("snmp6", protocols);
    for (var protocol : protocols.entrySet()) {
      for (var counter : protocol.getValue().entrySet()) {
        add(out, protocol.getKey(), counter.getKey(), Numbers.real(counter.getValue()));
      }
    }
  }

  private void add(Families out, String protocol, String name, double value) {
    String key = protocol + "_" + name;
    if (fields.accepts(key)) {
      out.untyped("node_netstat_" + key, "Statistic " + protocol + name + ".", value);
    }
  }

  private void pairs(String file, Map<String, Map<String, String>> protocols) throws IOException {
    List<String> lines = net.lines(file);
    for (int i = 0; i + 1 < lines.size(); i += 2) {
      String[] names = lines.get(i).split(" ");
      String[] values = lines.get(i + 1).split(" ");
      if (names.length != values.length || names[0].isEmpty()) {
        throw new MalformedException("names and values do not match in " + net.at(file));
      }
      var counters = new TreeMap<String, String>();
      for (int j = 1; j < names.length; j++) {
        counters.put(names[j], values[j]);
      }
      protocols.put(names[0].substring(0, names[0].length() - 1), counters);
    }
  }

  /// The protocol ends with its 6: `Icmp6InMsgs`.
  private void lines(String file, Map<String, Map<String, String>> protocols) throws IOException {
    List<String> lines = net.linesIfPresent(file);
    if (lines == null) {
      return;
    }
    for (String line : lines) {
      List<String> parts = Numbers.fields(line);
      int six = parts.size() < 2 ? -1 : parts.getFirst().indexOf('6');
      if (six >= 0) {
        protocols
            .computeIfAbsent(parts.getFirst().substring(0, six + 1), _ -> new TreeMap<>())
            .put(parts.getFirst().substring(six + 1), parts.get(1));
      }
    }
  }
}
