package io.tributary.exporters.unix.kernel;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.util.List;

/// This process, under the names that client libraries of Prometheus have for their own.
///
/// Source: prometheus/client_golang `prometheus/process_collector.go`; proc_pid_stat(5) for the
/// numbers of fields, of which the first two are the process and its name in parentheses.
public final class SelfCollector implements Collector {
  private static final double TICKS_PER_SECOND = 100;
  private static final int USER_TICKS = 13;
  private static final int SYSTEM_TICKS = 14;
  private static final int START_TICKS = 21;
  private static final int VIRTUAL_BYTES = 22;
  private static final int RESIDENT_PAGES = 23;

  /// Behind the three words of a limit's name.
  private static final int SOFT_LIMIT = 3;

  private final Tree proc;
  private final int pageBytes;

  /// `proc` is that of this process, wherever the host's is.
  public SelfCollector(Tree proc, int pageBytes) {
    this.proc = proc;
    this.pageBytes = pageBytes;
  }

  @Override
  public void collect(Families out) throws IOException {
    String stat = proc.text("self/stat");
    int name = stat.lastIndexOf(')');
    List<String> fields = Numbers.fields("pid name" + stat.substring(name + 1));
    out.counter(
        "process_cpu_seconds_total",
        "Total user and system CPU time spent in seconds.",
        (number(fields, USER_TICKS) + number(fields, SYSTEM_TICKS)) / TICKS_PER_SECOND);
    out.gauge(
        "process_start_time_seconds",
        "Start time of the process since unix epoch in seconds.",
        bootSeconds() + number(fields, START_TICKS) / TICKS_PER_SECOND);
    out.gauge(
        "process_virtual_memory_bytes",
        "Virtual memory size in bytes.",
        number(fields, VIRTUAL_BYTES));
    out.gauge(
        "process_resident_memory_bytes",
        "Resident memory size in bytes.",
        number(fields, RESIDENT_PAGES) * pageBytes);
    out.gauge("process_open_fds", "Number of open file descriptors.", proc.names("self/fd").size());
    out.gauge(
        "process_max_fds", "Maximum number of open file descriptors.", limit("Max open files"));
    out.gauge(
        "process_virtual_memory_max_bytes",
        "Maximum amount of virtual memory available in bytes.",
        limit("Max address space"));
  }

  private static double number(List<String> fields, int index) throws IOException {
    return Numbers.unsigned(fields.get(index));
  }

  private double bootSeconds() throws IOException {
    for (String line : proc.lines("stat")) {
      if (line.startsWith("btime ")) {
        return Numbers.unsigned(line.substring("btime ".length()));
      }
    }
    return 0;
  }

  /// The soft limit in force; one that is off is as much as 64 bits can say.
  private double limit(String name) throws IOException {
    for (String line : proc.lines("self/limits")) {
      if (line.startsWith(name)) {
        String value = Numbers.fields(line).get(SOFT_LIMIT);
        return value.equals("unlimited") ? Numbers.toDouble(-1) : Numbers.unsigned(value);
      }
    }
    return 0;
  }
}
