package io.tributary.exporters.unix.hardware;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.NameFilter;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Sensors of the machine, chip by chip.
///
/// Source: Linux `Documentation/hwmon/sysfs-interface.rst`.
public final class HwmonCollector implements Collector {
  private final Tree chips;
  private final NameFilter wanted;

  public HwmonCollector(Tree sys, NameFilter wanted) {
    chips = sys.in("class/hwmon");
    this.wanted = wanted;
  }

  @Override
  public void collect(Families out) throws IOException {
    IOException failure = null;
    for (String name : chips.namesOrNoData("no sensors")) {
      try {
        if (Files.isDirectory(chips.at(name))) {
          chip(out, chips.in(name));
        }
      } catch (IOException e) {
        failure = e; // The others are still read.
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void chip(Families out, Tree files) throws IOException {
    String chip = HwmonNames.chip(files);
    if (!wanted.accepts(chip)) {
      return;
    }
    var sensors = new TreeMap<String, HwmonSensor>();
    read(files, sensors);
    if (files.has("device")) {
      read(files.in("device"), sensors);
    }
    String label = HwmonNames.readable(files);
    if (label != null) {
      out.gauge(
          "node_hwmon_chip_names",
          "Annotation metric for human-readable chip names",
          1,
          "chip",
          chip,
          "chip_name",
          label);
    }
    sensors.values().forEach(sensor -> sensor.add(out, chip));
  }

  /// What cannot be read is passed over: drivers answer with errors for sensors that are not wired.
  private static void read(Tree files, Map<String, HwmonSensor> sensors) throws IOException {
    for (String name : files.names("")) {
      HwmonSensor.Attribute attribute = HwmonSensor.Attribute.parse(name);
      String value = attribute == null ? null : value(files, name);
      if (attribute != null && value != null) {
        sensors
            .computeIfAbsent(
                attribute.sensor(), sensor -> new HwmonSensor(sensor, attribute.type()))
            .put(attribute.property(), value);
      }
    }
  }

  private static @Nullable String value(Tree files, String name) {
    try {
      return HwmonNames.trimLines(files.raw(name));
    } catch (IOException _) {
      return null;
    }
  }
}
