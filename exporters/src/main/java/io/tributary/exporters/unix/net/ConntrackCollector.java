package io.tributary.exporters.unix.net;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.NoDataException;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/// Connections that the packet filter follows. Statistics have a line for each processor, in
/// hexadecimal.
///
/// Source: Linux `net/netfilter/nf_conntrack_standalone.c`, `ct_cpu_seq_show`.
public final class ConntrackCollector implements Collector {
  private static final int COLUMNS = 17;

  private record Statistic(int column, String name, String help) {}

  private static final List<Statistic> STATISTICS =
      List.of(
          new Statistic(2, "found", "Number of searched entries which were successful."),
          new Statistic(4, "invalid", "Number of packets seen which can not be tracked."),
          new Statistic(
              5,
              "ignore",
              "Number of packets seen which are already connected to a conntrack entry."),
          new Statistic(8, "insert", "Number of entries inserted into the list."),
          new Statistic(
              9,
              "insert_failed",
              "Number of entries for which list insertion was attempted but failed."),
          new Statistic(10, "drop", "Number of packets dropped due to conntrack failure."),
          new Statistic(
              11,
              "early_drop",
              "Number of dropped conntrack entries to make room for new ones, if maximum table"
                  + " size was reached."),
          new Statistic(
              16,
              "search_restart",
              "Number of conntrack table lookups which had to be restarted due to hashtable"
                  + " resizes."));

  private final Tree proc;

  public ConntrackCollector(Tree proc) {
    this.proc = proc;
  }

  @Override
  public void collect(Families out) throws IOException {
    try {
      out.gauge(
          "node_nf_conntrack_entries",
          "Number of currently allocated flow entries for connection tracking.",
          proc.number("sys/net/netfilter/nf_conntrack_count"));
      out.gauge(
          "node_nf_conntrack_entries_limit",
          "Maximum size of connection tracking table.",
          proc.number("sys/net/netfilter/nf_conntrack_max"));
      statistics(out);
    } catch (NoSuchFileException e) {
      throw new NoDataException("connections are not tracked", e);
    }
  }

  private void statistics(Families out) throws IOException {
    List<String> lines = proc.lines("net/stat/nf_conntrack");
    double[] sums = new double[STATISTICS.size()];
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      List<String> columns = Numbers.fields(line);
      if (columns.size() != COLUMNS) {
        throw new MalformedException("expected " + COLUMNS + " columns: " + line);
      }
      for (int i = 0; i < sums.length; i++) {
        sums[i] += Numbers.hex(columns.get(STATISTICS.get(i).column()));
      }
    }
    for (int i = 0; i < sums.length; i++) {
      Statistic statistic = STATISTICS.get(i);
      out.gauge("node_nf_conntrack_stat_" + statistic.name(), statistic.help(), sums[i]);
    }
  }
}
