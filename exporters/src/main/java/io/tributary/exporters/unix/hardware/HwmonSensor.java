package io.tributary.exporters.unix.hardware;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.Numbers;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One sensor of a chip, `temp1`: its type, and its attributes by what follows the underscore (`""`
/// for the file that is called as the sensor).
final class HwmonSensor {
  private static final double MILLI = 0.001;
  private static final double MICRO = 1e6;
  private static final Set<String> INTERVALS =
      Set.of("average_interval", "average_interval_min", "average_interval_max");
  private static final Set<String> REVOLUTIONS = Set.of("input", "min", "max", "target");

  /// A file of a chip, taken apart: `temp1_max` is attribute `max` of sensor `temp1` of type
  /// `temp`.
  record Attribute(String sensor, String type, String property) {
    private static final Pattern NAME = Pattern.compile("([^0-9]+)([0-9]*)?(_(.+))?");
    private static final List<String> TYPES =
        List.of(
            "vrm",
            "beep_enable",
            "update_interval",
            "in",
            "cpu",
            "fan",
            "pwm",
            "temp",
            "curr",
            "power",
            "energy",
            "humidity",
            "intrusion");

    /// Null for files that are no attributes of sensors.
    static @Nullable Attribute parse(String file) {
      Matcher matcher = NAME.matcher(file);
      if (!matcher.matches() || !TYPES.contains(matcher.group(1))) {
        return null;
      }
      String digits = matcher.group(2);
      if (digits == null || digits.length() > 9) {
        return null;
      }
      int number = digits.isEmpty() ? 0 : Integer.parseInt(digits);
      String property = matcher.group(4) == null ? "" : matcher.group(4);
      return new Attribute(matcher.group(1) + number, matcher.group(1), property);
    }
  }

  private final String name;
  private final String type;
  private final TreeMap<String, String> values = new TreeMap<>();

  HwmonSensor(String name, String type) {
    this.name = name;
    this.type = type;
  }

  void put(String property, String value) {
    values.put(property, value);
  }

  void add(Families out, String chip) {
    String label = values.get("label");
    if (label != null) {
      out.gauge(
          "node_hwmon_sensor_label",
          "Label for given chip and sensor",
          1,
          "chip",
          chip,
          "sensor",
          name,
          "label",
          label);
    }
    String[] labels = {"chip", chip, "sensor", name};
    switch (type) {
      case "beep_enable" ->
          out.gauge(
              "node_hwmon_beep_enabled",
              "Hardware beep enabled",
              "1".equals(values.get("")) ? 1 : 0,
              labels);
      case "vrm" ->
          single(
              out, "node_hwmon_voltage_regulator_version", "Hardware voltage regulator", 1, labels);
      case "update_interval" ->
          single(
              out,
              "node_hwmon_update_interval_seconds",
              "Hardware monitor update interval",
              MILLI,
              labels);
      default -> values.forEach((property, value) -> property(out, property, value, labels));
    }
  }

  private void single(Families out, String family, String help, double factor, String... labels) {
    Double value = number(values.getOrDefault("", ""));
    if (value != null) {
      out.gauge(family, help, value * factor, labels);
    }
  }

  private void property(Families out, String property, String text, String... labels) {
    Double value = property.equals("label") ? null : number(text);
    if (value == null) {
      return;
    }
    String family = "node_hwmon_" + type;
    if (property.equals("input")) {
      // The value itself, unless there is a file without a property, which then is.
      family += values.containsKey("") ? "_input" : "";
    } else if (!property.isEmpty()) {
      family += "_" + HwmonNames.clean(property);
    }
    switch (property) {
      case "fault", "alarm" ->
          out.gauge(
              family, "Hardware sensor " + property + " status (" + type + ")", value, labels);
      case "beep" ->
          out.gauge(
              family + "_enabled", "Hardware monitor sensor has beeping enabled", value, labels);
      default -> measured(out, family, property, value, labels);
    }
  }

  /// Values with the unit of their type, in base units.
  private void measured(
      Families out, String family, String property, double value, String... labels) {
    String what = "(" + property + ")";
    switch (type) {
      case "in", "cpu" ->
          out.gauge(
              family + "_volts", "Hardware monitor for voltage " + what, value * MILLI, labels);
      case "temp" -> temperature(out, family, property, value, labels);
      case "curr" ->
          out.gauge(
              family + "_amps", "Hardware monitor for current " + what, value * MILLI, labels);
      case "energy" ->
          out.counter(
              family + "_joule_total",
              "Hardware monitor for joules used so far " + what,
              value / MICRO,
              labels);
      case "power" -> power(out, family, property, value, labels);
      case "humidity" ->
          out.gauge(
              family,
              "Hardware monitor for humidity, as a ratio (multiply with 100.0 to get the humidity"
                  + " as a percentage) "
                  + what,
              value / MICRO,
              labels);
      case "fan" -> {
        if (REVOLUTIONS.contains(property)) {
          out.gauge(
              family + "_rpm",
              "Hardware monitor for fan revolutions per minute " + what,
              value,
              labels);
        } else {
          plain(out, family, property, value, labels);
        }
      }
      default -> plain(out, family, property, value, labels);
    }
  }

  private void temperature(
      Families out, String family, String property, double value, String... labels) {
    if (property.equals("type")) {
      plain(out, family, property, value, labels);
    } else {
      out.gauge(
          family + "_celsius",
          "Hardware monitor for temperature (" + (property.isEmpty() ? "input" : property) + ")",
          value * MILLI,
          labels);
    }
  }

  private static void power(
      Families out, String family, String property, double value, String... labels) {
    if (property.equals("accuracy")) {
      out.gauge(family, "Hardware monitor power meter accuracy, as a ratio", value / MICRO, labels);
    } else if (INTERVALS.contains(property)) {
      out.gauge(
          family + "_seconds",
          "Hardware monitor power usage update interval (" + property + ")",
          value * MILLI,
          labels);
    } else {
      out.gauge(
          family + "_watt",
          "Hardware monitor for power usage in watts (" + property + ")",
          value / MICRO,
          labels);
    }
  }

  private void plain(Families out, String family, String property, double value, String... labels) {
    out.gauge(family, "Hardware monitor " + type + " element " + property, value, labels);
  }

  private static @Nullable Double number(String text) {
    try {
      return Numbers.real(text);
    } catch (MalformedException _) {
      return null;
    }
  }
}
