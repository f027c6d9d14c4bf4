package io.tributary.exporters.unix.kernel;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How many processes and threads there are, by state. It reads a file for every thread: off by
/// default in node_exporter, on in the integration of Grafana Agent.
///
/// Source: proc_pid_stat(5).
public final class ProcessesCollector implements Collector {
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final int STATE = 2;
  private static final int THREADS = 19;

  private final Tree proc;

  public ProcessesCollector(Tree proc) {
    this.proc = proc;
  }

  @Override
  public void collect(Families out) throws IOException {
    var processStates = new TreeMap<String, Integer>();
    var threadStates = new TreeMap<String, Integer>();
    double threads = 0;
    int processes = 0;
    for (String pid : proc.matching("", NUMBER)) {
      List<String> process = stat(proc, pid);
      if (process != null) {
        processes++;
        processStates.merge(process.get(STATE), 1, Integer::sum);
        threads += Numbers.unsigned(process.get(THREADS));
        threads(proc.in(pid + "/task"), pid, process.get(STATE), threadStates);
      }
    }
    out.gauge("node_processes_threads", "Allocated threads in system", threads);
    out.gauge(
        "node_processes_max_threads",
        "Limit of threads in the system",
        proc.number("sys/kernel/threads-max"));
    processStates.forEach((state, count) ->
        out.gauge(
            "node_processes_state", "Number of processes in each state.", count, "state", state));
    threadStates.forEach((state, count) ->
        out.gauge(
            "node_processes_threads_state",
            "Number of threads in each state.",
            count,
            "thread_state",
            state));
    out.gauge("node_processes_pids", "Number of PIDs", processes);
    out.gauge(
        "node_processes_max_processes",
        "Number of max PIDs limit",
        proc.number("sys/kernel/pid_max"));
  }

  /// The first thread of a process has its number and its state.
  private static void threads(Tree tasks, String pid, String state, Map<String, Integer> states)
      throws IOException {
    for (String thread : tasks.matching("", NUMBER)) {
      if (thread.equals(pid)) {
        states.merge(state, 1, Integer::sum);
      } else {
        List<String> stat = stat(tasks, thread);
        if (stat != null) {
          states.merge(stat.get(STATE), 1, Integer::sum);
        }
      }
    }
  }

  /// The fields of a `stat` file, or null for what has ended meanwhile.
  private static @Nullable List<String> stat(Tree folder, String number) throws IOException {
    try {
      String text = folder.text(number + "/stat");
      int name = text.lastIndexOf(')');
      List<String> fields = Numbers.fields("pid name" + text.substring(name + 1));
      return fields.size() > THREADS ? fields : null;
    } catch (NoSuchFileException _) {
      return null;
    } catch (IOException e) {
      if ("No such process".equals(e.getMessage())) {
        return null;
      }
      throw e;
    }
  }
}
