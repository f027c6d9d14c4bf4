package io.tributary.agent.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// This process, as `/proc/self` has it. What cannot be read (another system, a hardened container)
/// is `NaN`.
///
/// Source: proc(5); names and meaning as prometheus/procfs.
public final class ProcStat {
  /// Linux counts CPU time in hundredths of a second for programs, whatever its own tick is.
  private static final double TICKS_PER_SECOND = 100;

  private static final int PAGE_BYTES = 4096;

  private static final Path SELF = Path.of("/proc/self");

  /// Fields of `stat` behind the name, counted from 0: state is 0.
  private static final int USER_TICKS = 11;

  private static final int SYSTEM_TICKS = 12;
  private static final int THREADS = 17;
  private static final int START_TICKS = 19;
  private static final int VIRTUAL_BYTES = 20;
  private static final int RESIDENT_PAGES = 21;

  public double cpuSeconds() {
    return (stat(USER_TICKS) + stat(SYSTEM_TICKS)) / TICKS_PER_SECOND;
  }

  public double residentBytes() {
    return stat(RESIDENT_PAGES) * PAGE_BYTES;
  }

  /// Threads of the process; virtual ones are none.
  public double threads() {
    return stat(THREADS);
  }

  double virtualBytes() {
    return stat(VIRTUAL_BYTES);
  }

  /// Seconds since the epoch.
  double startSeconds() {
    return bootSeconds() + stat(START_TICKS) / TICKS_PER_SECOND;
  }

  double openDescriptors() {
    try (var entries = Files.list(SELF.resolve("fd"))) {
      // The listing itself holds one.
      return entries.count() - 1.0;
    } catch (IOException _) {
      return Double.NaN;
    }
  }

  double maxDescriptors() {
    return limit("Max open files");
  }

  double maxVirtualBytes() {
    return limit("Max address space");
  }

  /// The soft limit of this name, infinite where there is none.
  private static double limit(String name) {
    for (String line : lines(SELF.resolve("limits"))) {
      if (line.startsWith(name)) {
        return number(line.substring(name.length()).strip().split("\\s+")[0]);
      }
    }
    return Double.NaN;
  }

  double receivedBytes() {
    return networkCounter("InOctets");
  }

  double transmittedBytes() {
    return networkCounter("OutOctets");
  }

  /// A value of the `IpExt` lines: names on one line, values on the next.
  private static double networkCounter(String name) {
    List<String> lines = lines(SELF.resolve("net/netstat"));
    for (int i = 0; i + 1 < lines.size(); i++) {
      if (lines.get(i).startsWith("IpExt:")) {
        String[] names = lines.get(i).split(" ");
        String[] values = lines.get(i + 1).split(" ");
        for (int j = 0; j < Math.min(names.length, values.length); j++) {
          if (names[j].equals(name)) {
            return number(values[j]);
          }
        }
      }
    }
    return Double.NaN;
  }

  private static double bootSeconds() {
    for (String line : lines(Path.of("/proc/stat"))) {
      if (line.startsWith("btime ")) {
        return number(line.substring("btime ".length()));
      }
    }
    return Double.NaN;
  }

  private static double stat(int field) {
    List<String> lines = lines(SELF.resolve("stat"));
    if (lines.isEmpty()) {
      return Double.NaN;
    }
    // The name stands in parentheses and may hold anything, parentheses too.
    String behindName = lines.getFirst();
    behindName = behindName.substring(behindName.lastIndexOf(')') + 2);
    return number(behindName.split(" ")[field]);
  }

  private static double number(String text) {
    try {
      return text.equals("unlimited") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    } catch (NumberFormatException _) {
      return Double.NaN;
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException _) {
      return List.of();
    }
  }
}
