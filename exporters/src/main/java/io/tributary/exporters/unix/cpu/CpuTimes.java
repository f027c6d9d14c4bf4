package io.tributary.exporters.unix.cpu;

import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Seconds that one processor spent in each mode, in the order of [#MODES].
///
/// Source: proc_stat(5).
record CpuTimes(double[] seconds) {
  static final List<String> MODES =
      List.of(
          "user",
          "nice",
          "system",
          "idle",
          "iowait",
          "irq",
          "softirq",
          "steal",
          "guest",
          "guest_nice");
  static final int IDLE = 3;
  static final int GUEST = 8;
  static final int GUEST_NICE = 9;

  private static final double TICKS_PER_SECOND = 100;

  /// A processor that went offline and came back counts from zero again; less than this is jitter.
  private static final double JUMP_SECONDS = 3;

  /// By number of the processor; those that are offline have no line.
  static Map<Integer, CpuTimes> read(Tree proc) throws IOException {
    var times = new TreeMap<Integer, CpuTimes>();
    for (String line : proc.lines("stat")) {
      if (line.startsWith("cpu") && line.length() > 3 && line.charAt(3) != ' ') {
        List<String> fields = Numbers.fields(line);
        times.put(number(fields.getFirst()), parse(fields));
      }
    }
    return times;
  }

  /// This, but with no mode below what `before` had: the kernel's sums may step back a little.
  CpuTimes since(CpuTimes before) {
    if (before.seconds[IDLE] - seconds[IDLE] >= JUMP_SECONDS) {
      return this;
    }
    double[] kept = seconds.clone();
    for (int i = 0; i < kept.length; i++) {
      kept[i] = Math.max(kept[i], before.seconds[i]);
    }
    return new CpuTimes(kept);
  }

  private static int number(String name) throws MalformedException {
    return (int) Numbers.unsigned(name.substring(3));
  }

  private static CpuTimes parse(List<String> fields) throws MalformedException {
    double[] seconds = new double[MODES.size()];
    for (int i = 0; i < seconds.length && i + 1 < fields.size(); i++) {
      seconds[i] = Numbers.real(fields.get(i + 1)) / TICKS_PER_SECOND;
    }
    return new CpuTimes(seconds);
  }
}
