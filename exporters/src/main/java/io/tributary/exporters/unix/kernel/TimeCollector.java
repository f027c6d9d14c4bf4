package io.tributary.exporters.unix.kernel;

import io.tributary.base.time.Clock;
import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;

/// The system's time, its zone, and the hardware that the kernel takes it from.
public final class TimeCollector implements Collector {
  private static final Pattern SOURCE = Pattern.compile("clocksource[0-9].*");

  private final Tree sources;
  private final Clock clock;
  private final ZoneId zone;

  public TimeCollector(Tree sys, Clock clock, ZoneId zone) {
    sources = sys.in("devices/system/clocksource");
    this.clock = clock;
    this.zone = zone;
  }

  @Override
  public void collect(Families out) throws IOException {
    long wallMs = clock.wallMs();
    out.gauge("node_time_seconds", "System time in seconds since epoch (1970).", wallMs / 1e3);
    Instant now = Instant.ofEpochMilli(wallMs);
    out.gauge(
        "node_time_zone_offset_seconds",
        "System time zone offset in seconds.",
        zone.getRules().getOffset(now).getTotalSeconds(),
        "time_zone",
        ZoneName.of(zone, now));
    List<String> found = sources.matching("", SOURCE);
    for (int i = 0; i < found.size(); i++) {
      source(out, sources.in(found.get(i)), Integer.toString(i));
    }
  }

  private static void source(Families out, Tree folder, String device) throws IOException {
    String available = folder.attribute("available_clocksource");
    String current = folder.attribute("current_clocksource");
    for (String name : Numbers.fields(available)) {
      out.gauge(
          "node_time_clocksource_available_info",
          "Available clocksources read from '/sys/devices/system/clocksource'.",
          1,
          "device",
          device,
          "clocksource",
          name);
    }
    out.gauge(
        "node_time_clocksource_current_info",
        "Current clocksource read from '/sys/devices/system/clocksource'.",
        1,
        "device",
        device,
        "clocksource",
        current);
  }
}
