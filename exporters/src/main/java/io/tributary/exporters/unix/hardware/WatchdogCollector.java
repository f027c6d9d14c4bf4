package io.tributary.exporters.unix.hardware;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.NoDataException;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/// Timers that reset the machine when nobody feeds them. New in node_exporter 1.8.
///
/// Source: Linux `Documentation/ABI/testing/sysfs-class-watchdog`; names and labels as
/// prometheus/node_exporter `collector/watchdog.go`.
public final class WatchdogCollector implements Collector {
  /// File and family.
  private static final String[][] GAUGES = {
    {"bootstatus", "bootstatus"},
    {"fw_version", "fw_version"},
    {"nowayout", "nowayout"},
    {"timeleft", "timeleft_seconds"},
    {"timeout", "timeout_seconds"},
    {"pretimeout", "pretimeout_seconds"},
    {"access_cs0", "access_cs0"},
  };

  private final Tree watchdogs;

  public WatchdogCollector(Tree sys) {
    watchdogs = sys.in("class/watchdog");
  }

  @Override
  public void collect(Families out) throws IOException {
    List<String> names;
    try {
      names = watchdogs.names("");
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw new NoDataException("no watchdogs", e);
    }
    for (String name : names) {
      watchdog(out, watchdogs.in(name), name);
    }
  }

  private static void watchdog(Families out, Tree files, String name) throws IOException {
    for (String[] gauge : GAUGES) {
      String text = files.has(gauge[0]) ? files.attributeIfPresent(gauge[0]) : null;
      if (text != null) {
        out.gauge(
            "node_watchdog_" + gauge[1],
            "Value of /sys/class/watchdog/<watchdog>/" + gauge[0],
            Numbers.signed(text),
            "name",
            name);
      }
    }
    out.gauge(
        "node_watchdog_info",
        "Info of /sys/class/watchdog/<watchdog>",
        1,
        "name",
        name,
        "options",
        text(files, "options"),
        "identity",
        text(files, "identity"),
        "state",
        text(files, "state"),
        "status",
        text(files, "status"),
        "pretimeout_governor",
        text(files, "pretimeout_governor"));
  }

  private static String text(Tree files, String name) throws IOException {
    String text = files.attributeIfPresent(name);
    return text == null ? "" : text;
  }
}
