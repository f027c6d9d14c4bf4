package io.tributary.exporters.unix.cpu;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.NameFilter;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Time of each processor, by mode; on request what each one is.
public final class CpuCollector implements Collector {
  private final Tree proc;
  private final Tree sys;
  private final CpuSettings settings;
  private final NameFilter flags;
  private final NameFilter bugs;
  private final ThrottleCounts throttles;
  private Map<Integer, CpuTimes> last = Map.of();

  public CpuCollector(Tree proc, Tree sys, CpuSettings settings) {
    this.proc = proc;
    this.sys = sys;
    this.settings = settings;
    flags = NameFilter.including(settings.flagsInclude());
    bugs = NameFilter.including(settings.bugsInclude());
    throttles = new ThrottleCounts(sys);
  }

  @Override
  public void collect(Families out) throws IOException {
    if (settings.readsInfo()) {
      info(out);
    }
    times(out);
    isolated(out);
    throttles.collect(out);
  }

  private void info(Families out) throws IOException {
    List<CpuInfo> all = CpuInfo.parse(proc.lines("cpuinfo"));
    for (CpuInfo cpu : all) {
      out.gauge("node_cpu_info", "CPU information from /proc/cpuinfo.", 1, cpu.labels());
    }
    if (all.isEmpty()) {
      return;
    }
    CpuInfo first = all.getFirst();
    if (!settings.flagsInclude().isEmpty()) {
      for (String flag : first.words("flags")) {
        if (flags.accepts(flag)) {
          out.gauge(
              "node_cpu_flag_info",
              "The `flags` field of CPU information from /proc/cpuinfo taken from the first core.",
              1,
              "flag",
              flag);
        }
      }
    }
    if (!settings.bugsInclude().isEmpty()) {
      for (String bug : first.words("bugs")) {
        if (bugs.accepts(bug)) {
          out.gauge(
              "node_cpu_bug_info",
              "The `bugs` field of CPU information from /proc/cpuinfo taken from the first core.",
              1,
              "bug",
              bug);
        }
      }
    }
  }

  private void times(Families out) throws IOException {
    var now = new TreeMap<Integer, CpuTimes>();
    for (var entry : CpuTimes.read(proc).entrySet()) {
      CpuTimes before = last.get(entry.getKey());
      now.put(entry.getKey(), before == null ? entry.getValue() : entry.getValue().since(before));
    }
    last = now;
    now.forEach((number, times) -> times(out, Integer.toString(number), times));
  }

  private void times(Families out, String cpu, CpuTimes times) {
    double[] seconds = times.seconds();
    for (int i = 0; i < CpuTimes.GUEST; i++) {
      out.counter(
          "node_cpu_seconds_total",
          "Seconds the CPUs spent in each mode.",
          seconds[i],
          "cpu",
          cpu,
          "mode",
          CpuTimes.MODES.get(i));
    }
    if (settings.guest()) {
      guest(out, cpu, "user", seconds[CpuTimes.GUEST]);
      guest(out, cpu, "nice", seconds[CpuTimes.GUEST_NICE]);
    }
  }

  private static void guest(Families out, String cpu, String mode, double seconds) {
    out.counter(
        "node_cpu_guest_seconds_total",
        "Seconds the CPUs spent in guests (VMs) for each mode.",
        seconds,
        "cpu",
        cpu,
        "mode",
        mode);
  }

  private void isolated(Families out) throws IOException {
    String list;
    try {
      list = sys.text("devices/system/cpu/isolated").strip();
    } catch (NoSuchFileException _) {
      return;
    }
    for (String range : list.isEmpty() ? new String[0] : list.split(",")) {
      int dash = range.indexOf('-');
      int first = number(dash < 0 ? range : range.substring(0, dash));
      int end = number(range.substring(dash + 1));
      for (int cpu = first; cpu <= end; cpu++) {
        out.gauge(
            "node_cpu_isolated",
            "Whether each core is isolated, information from /sys/devices/system/cpu/isolated.",
            1,
            "cpu",
            Integer.toString(cpu));
      }
    }
  }

  /// The number of a processor; a kernel has at most some thousands.
  private static int number(String text) throws MalformedException {
    double number = Numbers.unsigned(text);
    if (number > 0xffff) {
      throw new MalformedException("cannot read \"" + text + "\" as the number of a processor");
    }
    return (int) number;
  }
}
