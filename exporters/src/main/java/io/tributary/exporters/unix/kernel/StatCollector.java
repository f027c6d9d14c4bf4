package io.tributary.exporters.unix.kernel;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;

/// Counters of the kernel as a whole. A line that is missing counts as 0.
public final class StatCollector implements Collector {
  private final Tree proc;

  public StatCollector(Tree proc) {
    this.proc = proc;
  }

  @Override
  public void collect(Families out) throws IOException {
    var values = new HashMap<String, Double>();
    for (String line : proc.lines("stat")) {
      if (!line.startsWith("cpu") && !line.startsWith("softirq")) {
        List<String> fields = Numbers.fields(line);
        if (fields.size() >= 2) {
          values.put(fields.get(0), Numbers.unsigned(fields.get(1)));
        }
      }
    }
    out.counter(
        "node_intr_total",
        "Total number of interrupts serviced.",
        values.getOrDefault("intr", 0.0));
    out.counter(
        "node_context_switches_total",
        "Total number of context switches.",
        values.getOrDefault("ctxt", 0.0));
    out.counter(
        "node_forks_total", "Total number of forks.", values.getOrDefault("processes", 0.0));
    out.gauge(
        "node_boot_time_seconds",
        "Node boot time, in unixtime.",
        values.getOrDefault("btime", 0.0));
    out.gauge(
        "node_procs_running",
        "Number of processes in runnable state.",
        values.getOrDefault("procs_running", 0.0));
    out.gauge(
        "node_procs_blocked",
        "Number of processes blocked waiting for I/O to complete.",
        values.getOrDefault("procs_blocked", 0.0));
  }
}
