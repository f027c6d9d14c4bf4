package io.tributary.exporters.unix.hardware;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.util.regex.Pattern;

/// Temperatures by which the kernel cools, and what it cools with.
///
/// Source: Linux `Documentation/ABI/testing/sysfs-class-thermal`.
public final class ThermalZoneCollector implements Collector {
  private static final String ZONE = "thermal_zone";
  private static final String COOLING = "cooling_device";
  private static final Pattern ZONES = Pattern.compile(ZONE + "[0-9].*");
  private static final Pattern COOLINGS = Pattern.compile(COOLING + "[0-9].*");
  private static final double MILLI = 1000;

  private final Tree thermal;

  public ThermalZoneCollector(Tree sys) {
    thermal = sys.in("class/thermal");
  }

  @Override
  public void collect(Families out) throws IOException {
    for (String name : thermal.matching("", ZONES)) {
      zone(out, thermal.in(name), name.substring(ZONE.length()));
    }
    for (String name : thermal.matching("", COOLINGS)) {
      cooling(out, thermal.in(name), name.substring(COOLING.length()));
    }
  }

  private static void zone(Families out, Tree zone, String name) throws IOException {
    String type = zone.attribute("type");
    zone.attribute("policy"); // A zone without it is not one.
    double celsius;
    try {
      celsius = Numbers.signed(zone.text("temp").strip()) / MILLI;
    } catch (IOException e) {
      if ("No data available".equals(e.getMessage())) {
        return; // A sensor that is off.
      }
      throw e;
    }
    out.gauge(
        "node_thermal_zone_temp",
        "Zone temperature in Celsius",
        celsius,
        "zone",
        name,
        "type",
        type);
  }

  private static void cooling(Families out, Tree device, String name) throws IOException {
    String type = device.attribute("type");
    double most = Numbers.signed(device.attribute("max_state"));
    out.gauge(
        "node_cooling_device_cur_state",
        "Current throttle state of the cooling device",
        Numbers.signed(device.attribute("cur_state")),
        "name",
        name,
        "type",
        type);
    out.gauge(
        "node_cooling_device_max_state",
        "Maximum throttle state of the cooling device",
        most,
        "name",
        name,
        "type",
        type);
  }
}
