package io.tributary.exporters.unix.hardware;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.NameFilter;
import io.tributary.exporters.unix.host.NoDataException;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/// Batteries and mains. The kernel counts in millionths, and temperatures in tenths of a degree.
///
/// Source: Linux `Documentation/ABI/testing/sysfs-class-power`.
public final class PowerSupplyCollector implements Collector {
  /// A file, where the family is not called as it is, and what the file's unit is worth.
  private record Reading(String file, String family, double divisor) {}

  private static final double MICRO = 1e6;
  private static final double TENTH = 10;

  private static final List<Reading> READINGS = readings();

  private static final List<String> TEXTS =
      List.of(
          "capacity_level",
          "charge_type",
          "health",
          "manufacturer",
          "model_name",
          "serial_number",
          "status",
          "technology",
          "type",
          "usb_type",
          "scope");

  private final Tree supplies;
  private final NameFilter wanted;

  public PowerSupplyCollector(Tree sys, String ignoredSupplies) {
    supplies = sys.in("class/power_supply");
    wanted = NameFilter.excluding(ignoredSupplies);
  }

  @Override
  public void collect(Families out) throws IOException {
    try {
      for (String name : supplies.names("")) {
        if (wanted.accepts(name)) {
          supply(out, supplies.in(name), name);
        }
      }
    } catch (NoSuchFileException e) {
      throw new NoDataException("no power supplies", e);
    }
  }

  private static void supply(Families out, Tree files, String name) throws IOException {
    List<String> present = files.names("");
    for (Reading number : READINGS) {
      String text =
          present.contains(number.file()) ? files.attributeIfPresent(number.file()) : null;
      if (text != null) {
        out.gauge(
            "node_power_supply_" + number.family(),
            number.family() + " value of /sys/class/power_supply/<power_supply>.",
            Numbers.signed(text) / number.divisor(),
            "power_supply",
            name);
      }
    }
    var labels = new ArrayList<>(List.of("power_supply", name));
    for (String file : TEXTS) {
      String text = present.contains(file) ? files.attributeIfPresent(file) : null;
      if (text != null && !text.isEmpty()) {
        labels.add(file);
        labels.add(text);
      }
    }
    out.gauge(
        "node_power_supply_info",
        "info of /sys/class/power_supply/<power_supply>.",
        1,
        labels.toArray(String[]::new));
  }

  private static List<Reading> readings() {
    var all = new ArrayList<Reading>();
    for (String file :
        List.of(
            "authentic",
            "calibrate",
            "capacity",
            "capacity_alert_max",
            "capacity_alert_min",
            "online",
            "present")) {
      all.add(new Reading(file, file, 1));
    }
    all.add(new Reading("cycle_count", "cyclecount", 1));
    all.add(new Reading("time_to_empty_now", "time_to_empty_seconds", 1));
    all.add(new Reading("time_to_full_now", "time_to_full_seconds", 1));
    for (String file :
        List.of(
            "current_boot",
            "current_max",
            "energy_empty",
            "energy_empty_design",
            "energy_full",
            "energy_full_design",
            "voltage_boot",
            "voltage_max",
            "voltage_max_design",
            "voltage_min",
            "voltage_min_design",
            "voltage_ocv",
            "charge_control_limit",
            "charge_control_limit_max",
            "charge_counter",
            "charge_empty",
            "charge_empty_design",
            "charge_full",
            "charge_full_design",
            "charge_term_current",
            "constant_charge_current",
            "constant_charge_current_max",
            "constant_charge_voltage",
            "constant_charge_voltage_max",
            "precharge_current",
            "input_current_limit")) {
      all.add(new Reading(file, file, MICRO));
    }
    all.add(new Reading("current_now", "current_ampere", MICRO));
    all.add(new Reading("energy_now", "energy_watthour", MICRO));
    all.add(new Reading("voltage_now", "voltage_volt", MICRO));
    all.add(new Reading("charge_now", "charge_ampere", MICRO));
    all.add(new Reading("power_now", "power_watt", MICRO));
    for (String file :
        List.of(
            "temp",
            "temp_alert_max",
            "temp_alert_min",
            "temp_ambient",
            "temp_ambient_max",
            "temp_ambient_min",
            "temp_max",
            "temp_min")) {
      all.add(new Reading(file, file + "_celsius", TENTH));
    }
    return List.copyOf(all);
  }
}
