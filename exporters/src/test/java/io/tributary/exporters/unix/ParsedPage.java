package io.tributary.exporters.unix;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// A page taken apart for comparison: families with type and help, and their series. Labels without
/// a value are dropped, as whoever scrapes does.
record ParsedPage(Map<String, Family> families) {
  /// The series of a family that is there.
  Map<String, Double> series(String family) {
    return Objects.requireNonNull(families.get(family)).series();
  }

  record Family(String type, String help, Map<String, Double> series) {}

  static ParsedPage of(String text) {
    var families = new TreeMap<String, Family>();
    String help = "";
    String name = "";
    for (String line : text.lines().toList()) {
      if (line.startsWith("# HELP ")) {
        String[] parts = line.split(" ", 4);
        help = parts.length < 4 ? "" : parts[3];
      } else if (line.startsWith("# TYPE ")) {
        String[] parts = line.split(" ");
        name = parts[2];
        families.put(name, new Family(parts[3], help, new TreeMap<>()));
      } else if (!line.isEmpty()) {
        int blank = line.lastIndexOf(' ');
        String value = line.substring(blank + 1).replace("Inf", "Infinity");
        Objects.requireNonNull(families.get(name))
            .series()
            .put(withoutEmpty(line.substring(0, blank)), Double.parseDouble(value));
      }
    }
    return new ParsedPage(families);
  }

  /// One line for each difference; values count in the families that `isStatic` accepts.
  List<String> differencesFrom(ParsedPage other, Predicate<String> isStatic) {
    var differences = new ArrayList<String>();
    var names = new TreeSet<>(families.keySet());
    names.addAll(other.families.keySet());
    for (String name : names) {
      Family ours = families.get(name);
      Family theirs = other.families.get(name);
      if (ours == null || theirs == null) {
        differences.add((ours == null ? "only theirs: " : "only ours: ") + name);
      } else {
        compare(name, ours, theirs, isStatic.test(name), differences);
      }
    }
    return differences;
  }

  private static void compare(
      String name, Family ours, Family theirs, boolean values, List<String> differences) {
    if (!ours.type().equals(theirs.type())) {
      differences.add("type of " + name + ": " + ours.type() + ", not " + theirs.type());
    }
    if (!ours.help().equals(theirs.help())) {
      differences.add("help of " + name + ": " + ours.help() + ", not " + theirs.help());
    }
    var series = new TreeSet<>(ours.series().keySet());
    series.addAll(theirs.series().keySet());
    for (String one : series) {
      Double our = ours.series().get(one);
      Double their = theirs.series().get(one);
      if (our == null || their == null) {
        differences.add((our == null ? "only theirs: " : "only ours: ") + one);
      } else if (values && Math.abs(our - their) > Math.abs(their) * 1e-12) {
        differences.add("value of " + one + ": " + our + ", not " + their);
      }
    }
  }

  private static String withoutEmpty(String series) {
    return series
        .replaceAll("(?<=[{,])[A-Za-z_]+=\"\",", "")
        .replaceAll(",[A-Za-z_]+=\"\"}", "}")
        .replaceAll("\\{[A-Za-z_]+=\"\"}", "");
  }
}
