package io.tributary.exporters.unix.net;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.NoDataException;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/// What this host asks NFS servers for.
public final class NfsCollector implements Collector {
  private static final List<RpcStatistics.Line> LINES =
      List.of(
          new RpcStatistics.Line("net", 4),
          new RpcStatistics.Line("rpc", 3),
          new RpcStatistics.Line("proc2", 19),
          new RpcStatistics.Line("proc3", 23),
          new RpcStatistics.Line("proc4", 1));

  private final Tree proc;

  public NfsCollector(Tree proc) {
    this.proc = proc;
  }

  @Override
  public void collect(Families out) throws IOException {
    RpcStatistics rpc;
    try {
      rpc = RpcStatistics.parse(proc.lines("net/rpc/nfs"), LINES);
    } catch (NoSuchFileException e) {
      throw new NoDataException("no NFS client", e);
    }
    packets(out, "udp", rpc.get("net", 1));
    packets(out, "tcp", rpc.get("net", 2));
    out.counter(
        "node_nfs_connections_total", "Total number of NFSd TCP connections.", rpc.get("net", 3));
    out.counter("node_nfs_rpcs_total", "Total number of RPCs performed.", rpc.get("rpc", 0));
    out.counter(
        "node_nfs_rpc_retransmissions_total",
        "Number of RPC transmissions performed.",
        rpc.get("rpc", 1));
    out.counter(
        "node_nfs_rpc_authentication_refreshes_total",
        "Number of RPC authentication refreshes performed.",
        rpc.get("rpc", 2));
    requests(out, rpc, "proc2", "2", NfsProcedures.V2);
    requests(out, rpc, "proc3", "3", NfsProcedures.V3);
    requests(out, rpc, "proc4", "4", NfsProcedures.V4_CLIENT);
  }

  private static void packets(Families out, String protocol, double count) {
    out.counter(
        "node_nfs_packets_total",
        "Total NFSd network packets (sent+received) by protocol type.",
        count,
        "protocol",
        protocol);
  }

  /// The first number of a line is how many follow.
  private static void requests(
      Families out, RpcStatistics rpc, String line, String version, List<String> methods) {
    for (int i = 0; i < methods.size(); i++) {
      out.counter(
          "node_nfs_requests_total",
          "Number of NFS procedures invoked.",
          rpc.get(line, i + 1),
          "proto",
          version,
          "method",
          methods.get(i));
    }
  }
}
