package io.tributary.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What the kernel says that a process and its descendants used, from `/proc`.
///
/// @param userMillis CPU time in user mode since the start
/// @param residentBytes memory resident now
/// @param peakBytes the most that was ever resident
/// @param writtenBytes bytes that the process made the block layer write
public record Usage(
    long userMillis, long systemMillis, long residentBytes, long peakBytes, long writtenBytes) {
  private static final long MILLIS_A_TICK = 10; // USER_HZ is 100 on every Linux that we meet

  public static Usage of(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants())
        .map(one -> ofOne(one.pid()))
        .reduce(new Usage(0, 0, 0, 0, 0), Usage::plus);
  }

  /// Proportional set size: shared pages count by share. Expensive to read, so not part of [#of].
  public static long proportionalBytes(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants())
        .mapToLong(one -> fields(one.pid(), "smaps_rollup").getOrDefault("Pss", 0L) * 1024)
        .sum();
  }

  private static Usage ofOne(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // The second field is the command in parentheses and may hold spaces.
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      var status = fields(pid, "status");
      return new Usage(
          Long.parseLong(fields[11]) * MILLIS_A_TICK,
          Long.parseLong(fields[12]) * MILLIS_A_TICK,
          status.getOrDefault("VmRSS", 0L) * 1024,
          status.getOrDefault("VmHWM", 0L) * 1024,
          fields(pid, "io").getOrDefault("write_bytes", 0L));
    } catch (IOException _) {
      return new Usage(0, 0, 0, 0, 0); // it ended meanwhile
    }
  }

  private static Map<String, Long> fields(long pid, String file) {
    try {
      var values = new HashMap<String, Long>();
      for (var line : Files.readAllLines(Path.of("/proc/" + pid + "/" + file))) {
        int colon = line.indexOf(':');
        var words = colon < 0 ? new String[0] : line.substring(colon + 1).strip().split(" ");
        if (words.length > 0 && words[0].matches("\\d{1,18}")) {
          values.put(line.substring(0, colon), Long.valueOf(words[0]));
        }
      }
      return values;
    } catch (IOException _) {
      return Map.of();
    }
  }

  private Usage plus(Usage other) {
    return new Usage(
        userMillis + other.userMillis,
        systemMillis + other.systemMillis,
        residentBytes + other.residentBytes,
        peakBytes + other.peakBytes,
        writtenBytes + other.writtenBytes);
  }

  /// The bytes of all files below `folder`.
  public static long folderBytes(Path folder) {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (var files = Files.walk(folder)) {
      return files.mapToLong(Usage::size).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UncheckedIOException _) {
      return 0; // a segment went away while we looked
    }
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException _) {
      return 0;
    }
  }

  /// The processor's name and number of cores, the memory, the kernel and the Java version: what a
  /// figure needs beside it.
  public static List<String> machine() {
    try (var cpu = Files.lines(Path.of("/proc/cpuinfo"))) {
      var model =
          cpu.filter(line -> line.startsWith("model name"))
              .map(line -> line.substring(line.indexOf(':') + 2))
              .findFirst()
              .orElse("unknown processor");
      var memory = Files.readAllLines(Path.of("/proc/meminfo")).getFirst().replaceAll("\\D", "");
      return List.of(
          Runtime.getRuntime().availableProcessors() + " × " + model,
          Math.round(Long.parseLong(memory) / 1048576.0) + " GiB memory",
          "Linux " + System.getProperty("os.version"),
          "Java " + System.getProperty("java.vm.version"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
