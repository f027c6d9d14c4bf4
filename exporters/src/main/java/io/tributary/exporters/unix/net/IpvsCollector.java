package io.tributary.exporters.unix.net;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// The kernel's load balancer. Back ends that the chosen labels do not tell apart are added up.
public final class IpvsCollector implements Collector {
  private static final String[][] TOTALS = {
    {"connections_total", "The total number of connections made."},
    {"incoming_packets_total", "The total number of incoming packets."},
    {"outgoing_packets_total", "The total number of outgoing packets."},
    {"incoming_bytes_total", "The total amount of incoming data."},
    {"outgoing_bytes_total", "The total amount of outgoing data."},
  };

  private final Tree proc;
  private final List<String> labels;

  /// `labels` are some of [IpvsBackend#LABELS].
  public IpvsCollector(Tree proc, List<String> labels) {
    this.proc = proc;
    this.labels = IpvsBackend.LABELS.stream().filter(labels::contains).toList();
  }

  @Override
  public void collect(Families out) throws IOException {
    totals(out, proc.linesOrNoData("net/ip_vs_stats", "the load balancer is not loaded"));
    backends(out);
  }

  /// The third line has them, in hexadecimal.
  private static void totals(Families out, List<String> lines) throws MalformedException {
    List<String> fields = lines.size() < 4 ? List.of() : Numbers.fields(lines.get(2));
    if (fields.size() != TOTALS.length) {
      throw new MalformedException("ip_vs_stats has no line of " + TOTALS.length + " totals");
    }
    for (int i = 0; i < TOTALS.length; i++) {
      out.counter("node_ipvs_" + TOTALS[i][0], TOTALS[i][1], Numbers.hex(fields.get(i)));
    }
  }

  private void backends(Families out) throws IOException {
    var sums = new LinkedHashMap<List<String>, double[]>();
    for (IpvsBackend backend : IpvsBackend.parse(proc.lines("net/ip_vs"))) {
      var key = new ArrayList<String>();
      for (String label : labels) {
        key.add(label);
        key.add(backend.label(label));
      }
      double[] sum = sums.computeIfAbsent(key, _ -> new double[3]);
      sum[0] += backend.active();
      sum[1] += backend.inactive();
      sum[2] += backend.weight();
    }
    sums.forEach((key, sum) -> backend(out, sum, key.toArray(String[]::new)));
  }

  private static void backend(Families out, double[] sum, String... labels) {
    out.gauge(
        "node_ipvs_backend_connections_active",
        "The current active connections by local and remote address.",
        sum[0],
        labels);
    out.gauge(
        "node_ipvs_backend_connections_inactive",
        "The current inactive connections by local and remote address.",
        sum[1],
        labels);
    out.gauge(
        "node_ipvs_backend_weight",
        "The current backend weight by local and remote address.",
        sum[2],
        labels);
  }
}
