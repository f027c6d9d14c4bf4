package io.tributary.exporters.unix.net;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.NoDataException;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/// What this host does as an NFS server.
public final class NfsdCollector implements Collector {
  private static final List<RpcStatistics.Line> LINES =
      List.of(
          new RpcStatistics.Line("rc", 3),
          new RpcStatistics.Line("fh", 5),
          new RpcStatistics.Line("io", 2),
          new RpcStatistics.Line("th", 2),
          new RpcStatistics.Line("ra", 12),
          new RpcStatistics.Line("net", 4),
          new RpcStatistics.Line("rpc", 5),
          new RpcStatistics.Line("proc2", 19),
          new RpcStatistics.Line("proc3", 23),
          new RpcStatistics.Line("proc4ops", 40));

  private record Single(String line, int index, String name, String help) {}

  private static final List<Single> COUNTERS =
      List.of(
          new Single(
              "rc",
              0,
              "reply_cache_hits_total",
              "Total number of NFSd Reply Cache hits (client lost server response)."),
          new Single(
              "rc",
              1,
              "reply_cache_misses_total",
              "Total number of NFSd Reply Cache an operation that requires caching"
                  + " (idempotent)."),
          new Single(
              "rc",
              2,
              "reply_cache_nocache_total",
              "Total number of NFSd Reply Cache non-idempotent operations (rename/delete/…)."),
          new Single(
              "fh", 0, "file_handles_stale_total", "Total number of NFSd stale file handles"),
          new Single("io", 0, "disk_bytes_read_total", "Total NFSd bytes read."),
          new Single("io", 1, "disk_bytes_written_total", "Total NFSd bytes written."),
          new Single(
              "ra",
              11,
              "read_ahead_cache_not_found_total",
              "Total number of NFSd read ahead cache not found."),
          new Single("net", 3, "connections_total", "Total number of NFSd TCP connections."),
          new Single("rpc", 0, "server_rpcs_total", "Total number of NFSd RPCs."));

  private final Tree proc;

  public NfsdCollector(Tree proc) {
    this.proc = proc;
  }

  @Override
  public void collect(Families out) throws IOException {
    RpcStatistics rpc;
    try {
      rpc = RpcStatistics.parse(proc.lines("net/rpc/nfsd"), LINES);
    } catch (NoSuchFileException e) {
      throw new NoDataException("no NFS server", e);
    }
    for (Single one : COUNTERS) {
      out.counter("node_nfsd_" + one.name(), one.help(), rpc.get(one.line(), one.index()));
    }
    out.gauge(
        "node_nfsd_server_threads",
        "Total number of NFSd kernel threads that are running.",
        rpc.get("th", 0));
    out.gauge(
        "node_nfsd_read_ahead_cache_size_blocks",
        "How large the read ahead cache is in blocks.",
        rpc.get("ra", 0));
    packets(out, "udp", rpc.get("net", 1));
    packets(out, "tcp", rpc.get("net", 2));
    error(out, "fmt", rpc.get("rpc", 2));
    error(out, "auth", rpc.get("rpc", 3));
    error(out, "cInt", rpc.get("rpc", 4));
    requests(out, rpc, "proc2", "2", NfsProcedures.V2);
    requests(out, rpc, "proc3", "3", NfsProcedures.V3);
    requests(out, rpc, "proc4ops", "4", NfsProcedures.V4_SERVER);
  }

  private static void packets(Families out, String protocol, double count) {
    out.counter(
        "node_nfsd_packets_total",
        "Total NFSd network packets (sent+received) by protocol type.",
        count,
        "proto",
        protocol);
  }

  private static void error(Families out, String error, double count) {
    out.counter(
        "node_nfsd_rpc_errors_total",
        "Total number of NFSd RPC errors by error type.",
        count,
        "error",
        error);
  }

  /// The first number of a line is how many follow. Servers do not show calls that do nothing.
  private static void requests(
      Families out, RpcStatistics rpc, String line, String version, List<String> methods) {
    for (int i = 0; i < methods.size(); i++) {
      String method = methods.get(i);
      if (!method.isEmpty() && !method.equals("Null")) {
        out.counter(
            "node_nfsd_requests_total",
            "Total number NFSd Requests by method and protocol.",
            rpc.get(line, i + 1),
            "proto",
            version,
            "method",
            method);
      }
    }
  }
}
