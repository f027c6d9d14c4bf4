package io.tributary.exporters.unix.cpu;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.NoDataException;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/// How long work waited for processors, disks and memory.
///
/// Source: Linux `Documentation/accounting/psi.rst`.
public final class PressureCollector implements Collector {
  private static final double MICROS_PER_SECOND = 1e6;

  private final Tree proc;

  public PressureCollector(Tree proc) {
    this.proc = proc;
  }

  @Override
  public void collect(Families out) throws IOException {
    out.counter(
        "node_pressure_cpu_waiting_seconds_total",
        "Total time in seconds that processes have waited for CPU time",
        seconds(read("cpu"), "some"));
    List<String> io = read("io");
    out.counter(
        "node_pressure_io_waiting_seconds_total",
        "Total time in seconds that processes have waited due to IO congestion",
        seconds(io, "some"));
    out.counter(
        "node_pressure_io_stalled_seconds_total",
        "Total time in seconds no process could make progress due to IO congestion",
        seconds(io, "full"));
    List<String> memory = read("memory");
    out.counter(
        "node_pressure_memory_waiting_seconds_total",
        "Total time in seconds that processes have waited for memory",
        seconds(memory, "some"));
    out.counter(
        "node_pressure_memory_stalled_seconds_total",
        "Total time in seconds no process could make progress due to memory congestion",
        seconds(memory, "full"));
  }

  private List<String> read(String resource) throws IOException {
    try {
      return proc.lines("pressure/" + resource);
    } catch (NoSuchFileException e) {
      throw new NoDataException("this kernel has no pressure information", e);
    } catch (IOException e) {
      if ("Operation not supported".equals(e.getMessage())) {
        throw new NoDataException("pressure information is off: boot with psi=1", e);
      }
      throw e;
    }
  }

  private static double seconds(List<String> lines, String kind) throws MalformedException {
    for (String line : lines) {
      int total = line.lastIndexOf("total=");
      if (line.startsWith(kind + " ") && total > 0) {
        return Numbers.unsigned(line.substring(total + "total=".length())) / MICROS_PER_SECOND;
      }
    }
    throw new MalformedException("no total of \"" + kind + "\" in " + lines);
  }
}
