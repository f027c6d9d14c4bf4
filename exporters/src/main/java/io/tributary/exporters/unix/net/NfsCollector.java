package io.tributary.exporters.unix.net;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.Tree;
import io.tributary.exporters.unix.net.RpcStatistics.Calls;
import io.tributary.exporters.unix.net.RpcStatistics.Counter;
import io.tributary.exporters.unix.net.RpcStatistics.Line;
import java.io.IOException;
import java.util.List;

/// What this host asks NFS servers for.
public final class NfsCollector implements Collector {
  private static final List<Line> LINES =
      List.of(
          new Line("net", 4),
          new Line("rpc", 3),
          new Line("proc2", 19),
          new Line("proc3", 23),
          new Line("proc4", 1));

  private static final String PACKETS =
      "Total NFSd network packets (sent+received) by protocol type.";

  private static final List<Counter> COUNTERS =
      List.of(
          new Counter("net", 1, "node_nfs_packets_total", PACKETS, "protocol", "udp"),
          new Counter("net", 2, "node_nfs_packets_total", PACKETS, "protocol", "tcp"),
          new Counter(
              "net", 3, "node_nfs_connections_total", "Total number of NFSd TCP connections."),
          new Counter("rpc", 0, "node_nfs_rpcs_total", "Total number of RPCs performed."),
          new Counter(
              "rpc",
              1,
              "node_nfs_rpc_retransmissions_total",
              "Number of RPC transmissions performed."),
          new Counter(
              "rpc",
              2,
              "node_nfs_rpc_authentication_refreshes_total",
              "Number of RPC authentication refreshes performed."));

  private static final Calls REQUESTS =
      new Calls("node_nfs_requests_total", "Number of NFS procedures invoked.", true);

  private final Tree proc;

  public NfsCollector(Tree proc) {
    this.proc = proc;
  }

  @Override
  public void collect(Families out) throws IOException {
    var rpc = RpcStatistics.parse(proc.linesOrNoData("net/rpc/nfs", "no NFS client"), LINES);
    rpc.add(out, COUNTERS);
    rpc.add(out, REQUESTS, "proc2", "2", NfsProcedures.V2);
    rpc.add(out, REQUESTS, "proc3", "3", NfsProcedures.V3);
    rpc.add(out, REQUESTS, "proc4", "4", NfsProcedures.V4_CLIENT);
  }
}
