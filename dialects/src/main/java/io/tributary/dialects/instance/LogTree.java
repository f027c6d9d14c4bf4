package io.tributary.dialects.instance;

import io.tributary.dialects.prometheus.tree.Form;
import io.tributary.dialects.tree.Lines;
import io.tributary.dialects.tree.Locator;
import java.time.Duration;
import java.util.function.Predicate;

/// What an instance says of its log, as arguments of `prometheus.remote_write`. Only what is
/// written: the defaults are those of the component.
final class LogTree {
  private LogTree() {}

  /// `lines` are those of the component.
  static void write(Lines lines, InstanceLog log, Form form) {
    Locator section = lines.section();
    write(lines, log, form, key -> section.at(key).isThere());
  }

  /// Writes everything, so that what is equal is written equally, whoever said it.
  static void writeAll(Lines lines, InstanceLog log) {
    write(lines, log, Form.EXACT, _ -> true);
  }

  private static void write(Lines lines, InstanceLog log, Form form, Predicate<String> has) {
    Locator section = lines.section();
    if (form.isExact()) {
      lines
          .duration(
              "remote_flush_deadline", log.flushDeadline(), InstanceLog.DEFAULT.flushDeadline())
          .bool("write_stale_on_shutdown", log.writesStaleOnShutdown(), false);
    }
    boolean hasFrequency = has.test("wal_truncate_frequency");
    boolean hasLeast = has.test("min_wal_time");
    boolean hasMost = has.test("max_wal_time");
    if (!hasFrequency && !hasLeast && !hasMost) {
      return;
    }
    Lines wal = Lines.of(lines.block().add("wal", section.place()), section);
    if (hasFrequency) {
      set(wal, "truncate_frequency", "wal_truncate_frequency", log.truncateFrequency());
    }
    // Both may be the same here, and not in the component.
    boolean isSmaller = log.minTime().compareTo(log.maxTime()) < 0;
    if (hasLeast || (hasMost && !isSmaller)) {
      set(wal, "min_keepalive_time", "min_wal_time", isSmaller ? log.minTime() : Duration.ZERO);
    }
    if (hasMost) {
      set(wal, "max_keepalive_time", "max_wal_time", log.maxTime());
    }
  }

  private static void set(Lines wal, String name, String key, Duration value) {
    // Never equal to a default that would have it left out.
    wal.called(key).duration(name, value, Duration.ofNanos(-1));
  }
}
