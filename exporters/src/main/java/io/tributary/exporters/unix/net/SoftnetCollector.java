package io.tributary.exporters.unix.net;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.util.List;

/// What became of incoming packets on each processor: a line for each, in hexadecimal.
public final class SoftnetCollector implements Collector {
  private static final int MIN_COLUMNS = 9;

  private final Tree proc;

  public SoftnetCollector(Tree proc) {
    this.proc = proc;
  }

  @Override
  public void collect(Families out) throws IOException {
    List<String> lines = proc.lines("net/softnet_stat");
    for (int i = 0; i < lines.size(); i++) {
      List<String> columns = Numbers.fields(lines.get(i));
      if (columns.size() < MIN_COLUMNS) {
        throw new MalformedException(
            columns.size() + " columns in softnet_stat, expected " + MIN_COLUMNS + " or more");
      }
      String cpu = Integer.toString(i);
      out.counter(
          "node_softnet_processed_total",
          "Number of processed packets",
          Numbers.hex(columns.get(0)),
          "cpu",
          cpu);
      out.counter(
          "node_softnet_dropped_total",
          "Number of dropped packets",
          Numbers.hex(columns.get(1)),
          "cpu",
          cpu);
      out.counter(
          "node_softnet_times_squeezed_total",
          "Number of times processing packets ran out of quota",
          Numbers.hex(columns.get(2)),
          "cpu",
          cpu);
    }
  }
}
