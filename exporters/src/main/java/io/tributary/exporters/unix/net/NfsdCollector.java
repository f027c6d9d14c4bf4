package io.tributary.exporters.unix.net;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.Tree;
import io.tributary.exporters.unix.net.RpcStatistics.Calls;
import io.tributary.exporters.unix.net.RpcStatistics.Counter;
import io.tributary.exporters.unix.net.RpcStatistics.Line;
import java.io.IOException;
import java.util.List;

/// What this host does as an NFS server.
public final class NfsdCollector implements Collector {
  private static final List<Line> LINES =
      List.of(
          new Line("rc", 3),
          new Line("fh", 5),
          new Line("io", 2),
          new Line("th", 2),
          new Line("ra", 12),
          new Line("net", 4),
          new Line("rpc", 5),
          new Line("proc2", 19),
          new Line("proc3", 23),
          new Line("proc4ops", 40));

  private static final String PACKETS =
      "Total NFSd network packets (sent+received) by protocol type.";
  private static final String ERRORS = "Total number of NFSd RPC errors by error type.";

  private static final List<Counter> COUNTERS =
      List.of(
          new Counter(
              "rc",
              0,
              "node_nfsd_reply_cache_hits_total",
              "Total number of NFSd Reply Cache hits (client lost server response)."),
          new Counter(
              "rc",
              1,
              "node_nfsd_reply_cache_misses_total",
              "Total number of NFSd Reply Cache an operation that requires caching"
                  + " (idempotent)."),
          new Counter(
              "rc",
              2,
              "node_nfsd_reply_cache_nocache_total",
              "Total number of NFSd Reply Cache non-idempotent operations (rename/delete/…)."),
          new Counter(
              "fh",
              0,
              "node_nfsd_file_handles_stale_total",
              "Total number of NFSd stale file handles"),
          new Counter("io", 0, "node_nfsd_disk_bytes_read_total", "Total NFSd bytes read."),
          new Counter("io", 1, "node_nfsd_disk_bytes_written_total", "Total NFSd bytes written."),
          new Counter(
              "ra",
              11,
              "node_nfsd_read_ahead_cache_not_found_total",
              "Total number of NFSd read ahead cache not found."),
          new Counter("net", 1, "node_nfsd_packets_total", PACKETS, "proto", "udp"),
          new Counter("net", 2, "node_nfsd_packets_total", PACKETS, "proto", "tcp"),
          new Counter(
              "net", 3, "node_nfsd_connections_total", "Total number of NFSd TCP connections."),
          new Counter("rpc", 0, "node_nfsd_server_rpcs_total", "Total number of NFSd RPCs."),
          new Counter("rpc", 2, "node_nfsd_rpc_errors_total", ERRORS, "error", "fmt"),
          new Counter("rpc", 3, "node_nfsd_rpc_errors_total", ERRORS, "error", "auth"),
          new Counter("rpc", 4, "node_nfsd_rpc_errors_total", ERRORS, "error", "cInt"));

  private static final Calls REQUESTS =
      new Calls(
          "node_nfsd_requests_total", "Total number NFSd Requests by method and protocol.", false);

  private final Tree proc;

  public NfsdCollector(Tree proc) {
    this.proc = proc;
  }

  @Override
  public void collect(Families out) throws IOException {
    var rpc = RpcStatistics.parse(proc.linesOrNoData("net/rpc/nfsd", "no NFS server"), LINES);
    rpc.add(out, COUNTERS);
    out.gauge(
        "node_nfsd_server_threads",
        "Total number of NFSd kernel threads that are running.",
        rpc.get("th", 0));
    out.gauge(
        "node_nfsd_read_ahead_cache_size_blocks",
        "How large the read ahead cache is in blocks.",
        rpc.get("ra", 0));
    rpc.add(out, REQUESTS, "proc2", "2", NfsProcedures.V2);
    rpc.add(out, REQUESTS, "proc3", "3", NfsProcedures.V3);
    rpc.add(out, REQUESTS, "proc4ops", "4", NfsProcedures.V4_SERVER);
  }
}
