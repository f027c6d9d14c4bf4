package io.tributary.exporters.unix.cpu;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.util.List;

/// What the scheduler did on each processor.
///
/// Source: Linux `Documentation/scheduler/sched-stats.rst`, the last three numbers of a `cpu` line.
public final class SchedstatCollector implements Collector {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int FIELDS = 10;
  private static final String NO_STATISTICS = "this kernel has no statistics of its scheduler";

  private final Tree proc;

  public SchedstatCollector(Tree proc) {
    this.proc = proc;
  }

  @Override
  public void collect(Families out) throws IOException {
    for (String line : proc.linesOrNoData("schedstat", NO_STATISTICS)) {
      List<String> fields = Numbers.fields(line);
      if (line.startsWith("cpu") && fields.size() >= FIELDS) {
        String cpu = fields.getFirst().substring("cpu".length());
        out.counter(
            "node_schedstat_running_seconds_total",
            "Number of seconds CPU spent running a process.",
            Numbers.unsigned(fields.get(7)) / NANOS_PER_SECOND,
            "cpu",
            cpu);
        out.counter(
            "node_schedstat_waiting_seconds_total",
            "Number of seconds spent by processing waiting for this CPU.",
            Numbers.unsigned(fields.get(8)) / NANOS_PER_SECOND,
            "cpu",
            cpu);
        out.counter(
            "node_schedstat_timeslices_total",
            "Number of timeslices executed by CPU.",
            Numbers.unsigned(fields.get(9)),
            "cpu",
            cpu);
      }
    }
  }
}
