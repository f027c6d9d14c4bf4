package io.tributary.exporters.unix.net;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Sockets by protocol. Memory is counted in pages, and told in bytes as well.
public final class SockstatCollector implements Collector {
  private static final List<String> STATES =
      List.of("inuse", "orphan", "tw", "alloc", "mem", "memory");

  private final Tree proc;
  private final int pageBytes;

  public SockstatCollector(Tree proc, int pageBytes) {
    this.proc = proc;
    this.pageBytes = pageBytes;
  }

  @Override
  public void collect(Families out) throws IOException {
    for (String line : read("net/sockstat")) {
      String[] parts = line.split(" ");
      Map<String, Double> values = values(line, parts);
      if (parts[0].equals("sockets:")) {
        out.gauge(
            "node_sockstat_sockets_used",
            "Number of IPv4 sockets in use.",
            values.getOrDefault("used", 0.0));
      } else {
        protocol(out, parts[0], values);
      }
    }
    for (String line : read("net/sockstat6")) {
      String[] parts = line.split(" ");
      protocol(out, parts[0], values(line, parts));
    }
  }

  /// Nothing where IPv4 or IPv6 is off.
  private List<String> read(String file) throws IOException {
    List<String> lines = proc.linesIfPresent(file);
    return lines == null ? List.of() : lines;
  }

  private static Map<String, Double> values(String line, String[] parts) throws MalformedException {
    if (parts.length < 3 || parts.length % 2 == 0) {
      throw new MalformedException("malformed sockstat line: " + line);
    }
    var values = new HashMap<String, Double>();
    for (int i = 1; i < parts.length; i += 2) {
      values.put(parts[i], Numbers.signed(parts[i + 1]));
    }
    values.putIfAbsent("inuse", 0.0);
    return values;
  }

  private void protocol(Families out, String heading, Map<String, Double> values) {
    String protocol = heading.endsWith(":") ? heading.substring(0, heading.length() - 1) : heading;
    for (String state : STATES) {
      Double value = values.get(state);
      if (value != null) {
        add(out, protocol, state, value);
      }
    }
    Double pages = values.get("mem");
    if (pages != null) {
      add(out, protocol, "mem_bytes", pages * pageBytes);
    }
  }

  private static void add(Families out, String protocol, String state, double value) {
    out.gauge(
        "node_sockstat_" + protocol + "_" + state,
        "Number of " + protocol + " sockets in state " + state + ".",
        value);
  }
}
