package io.tributary.agent.telemetry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

  private static final Path SELF = Path.of("/proc/self");

  /// Not the same everywhere: 64 KiB with some kernels for ARM and POWER.
  private static final int PAGE_BYTES = pageBytes(auxiliaryVector());

  private static final int USUAL_PAGE_BYTES = 4096;

  /// `AT_PAGESZ` of getauxval(3).
  private static final int PAGE_SIZE_ENTRY = 6;

  /// What takes the place of a limit that there is not, as prometheus/procfs has it: 64 bits, all
  /// set.
  private static final double UNLIMITED = 0x1p64;

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

  private static byte[] auxiliaryVector() {
    try {
      return Files.readAllBytes(SELF.resolve("auxv"));
    } catch (IOException _) {
      return new byte[0];
    }
  }

  /// The size of a page, as the kernel tells it to the process: pairs of words, name and value.
  static int pageBytes(byte[] auxiliaryVector) {
    var words = ByteBuffer.wrap(auxiliaryVector).order(ByteOrder.nativeOrder()).asLongBuffer();
    while (words.remaining() >= 2) {
      long name = words.get();
      long value = words.get();
      if (name == PAGE_SIZE_ENTRY) {
        return Math.toIntExact(value);
      }
    }
    return USUAL_PAGE_BYTES;
  }

  /// The soft limit of this name.
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

  static double number(String text) {
    try {
      return text.equals("unlimited") ? UNLIMITED : Double.parseDouble(text);
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
