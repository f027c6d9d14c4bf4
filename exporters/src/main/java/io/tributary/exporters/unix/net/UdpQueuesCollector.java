package io.tributary.exporters.unix.net;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.NoDataException;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.util.List;

/// Bytes that wait in UDP sockets. The fifth column of a socket is `sending:received`, in
/// hexadecimal.
public final class UdpQueuesCollector implements Collector {
  private static final int MIN_COLUMNS = 10;

  private final Tree proc;

  public UdpQueuesCollector(Tree proc) {
    this.proc = proc;
  }

  @Override
  public void collect(Families out) throws IOException {
    boolean hasIpv4 = add(out, "net/udp", "v4");
    boolean hasIpv6 = add(out, "net/udp6", "v6");
    if (!hasIpv4 && !hasIpv6) {
      throw new NoDataException("no UDP sockets below " + proc.root());
    }
  }

  private boolean add(Families out, String file, String ip) throws IOException {
    List<String> lines = proc.linesIfPresent(file);
    if (lines == null) {
      return false;
    }
    double sending = 0;
    double received = 0;
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      List<String> columns = Numbers.fields(line);
      int colon = columns.size() < MIN_COLUMNS ? -1 : columns.get(4).indexOf(':');
      if (colon < 0) {
        throw new MalformedException("cannot read a line of " + proc.at(file) + ": " + line);
      }
      sending += Numbers.hex(columns.get(4).substring(0, colon));
      received += Numbers.hex(columns.get(4).substring(colon + 1));
    }
    queue(out, sending, "tx", ip);
    queue(out, received, "rx", ip);
    return true;
  }

  private static void queue(Families out, double bytes, String queue, String ip) {
    out.gauge(
        "node_udp_queues",
        "Number of allocated memory in the kernel for UDP datagrams in bytes.",
        bytes,
        "queue",
        queue,
        "ip",
        ip);
  }
}
