package io.tributary.exporters.unix.cpu;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/// Frequencies of each processor.
///
/// The kernel may take tens of milliseconds over a current frequency, so all processors are asked
/// at once, each on a virtual thread.
public final class CpuFreqCollector implements Collector {
  private static final Pattern CPU = Pattern.compile("cpu[0-9].*");

  private record Frequency(String file, String name, String help) {}

  private static final List<Frequency> FREQUENCIES =
      List.of(
          new Frequency(
              "cpuinfo_cur_freq",
              "node_cpu_frequency_hertz",
              "Current cpu thread frequency in hertz."),
          new Frequency(
              "cpuinfo_min_freq",
              "node_cpu_frequency_min_hertz",
              "Minimum cpu thread frequency in hertz."),
          new Frequency(
              "cpuinfo_max_freq",
              "node_cpu_frequency_max_hertz",
              "Maximum cpu thread frequency in hertz."),
          new Frequency(
              "scaling_cur_freq",
              "node_cpu_scaling_frequency_hertz",
              "Current scaled CPU thread frequency in hertz."),
          new Frequency(
              "scaling_min_freq",
              "node_cpu_scaling_frequency_min_hertz",
              "Minimum scaled CPU thread frequency in hertz."),
          new Frequency(
              "scaling_max_freq",
              "node_cpu_scaling_frequency_max_hertz",
              "Maximum scaled CPU thread frequency in hertz."));

  /// A folder without one of these is not one of a working driver: node_exporter fails there.
  private static final List<String> REQUIRED =
      List.of(
          "scaling_available_governors",
          "scaling_driver",
          "scaling_governor",
          "related_cpus",
          "scaling_setspeed");

  private final Tree cpus;

  public CpuFreqCollector(Tree sys) {
    cpus = sys.in("devices/system/cpu");
  }

  @Override
  public void collect(Families out) throws IOException {
    List<String> names = new ArrayList<>(cpus.matching("", CPU));
    names.removeIf(name -> !cpus.has(name + "/cpufreq"));
    if (names.isEmpty()) {
      return;
    }
    var pending = new LinkedHashMap<String, Future<Map<Frequency, Double>>>();
    try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
      names.forEach(name -> pending.put(name, each.submit(() -> read(cpus.in(name + "/cpufreq")))));
    }
    for (var one : pending.entrySet()) {
      String cpu = one.getKey().substring("cpu".length());
      of(one.getValue()).forEach((file, kilohertz) -> add(out, file, kilohertz, cpu));
    }
  }

  private static void add(Families out, Frequency file, double kilohertz, String cpu) {
    out.gauge(file.name(), file.help(), kilohertz * 1000, "cpu", cpu);
  }

  private static Map<Frequency, Double> read(Tree cpu) throws IOException {
    var read = new LinkedHashMap<Frequency, Double>();
    for (Frequency frequency : FREQUENCIES) {
      try {
        read.put(frequency, cpu.number(frequency.file()));
      } catch (NoSuchFileException | AccessDeniedException _) {
        // Only root may read some, and drivers leave others out.
      }
    }
    for (String file : REQUIRED) {
      cpu.attribute(file);
    }
    return read;
  }

  private static Map<Frequency, Double> of(Future<Map<Frequency, Double>> done) throws IOException {
    try {
      return done.get();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading frequencies");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
