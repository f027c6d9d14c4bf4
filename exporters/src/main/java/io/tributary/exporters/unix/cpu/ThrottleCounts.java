package io.tributary.exporters.unix.cpu;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How often cores and packages were slowed down for being hot. Threads of one core say the same,
/// so the first one speaks for it; some machines count cores and no packages.
///
/// Source: Linux `Documentation/ABI/testing/sysfs-devices-system-cpu`, `thermal_throttle`.
final class ThrottleCounts {
  private static final Pattern CPU = Pattern.compile("cpu[0-9].*");

  private final Tree cpus;

  ThrottleCounts(Tree sys) {
    cpus = sys.in("devices/system/cpu");
  }

  void collect(Families out) throws IOException {
    Set<String> packages = new HashSet<>();
    Set<List<String>> cores = new HashSet<>();
    for (String name : cpus.matching("", CPU)) {
      Tree cpu = cpus.in(name);
      Double packageId = number(cpu, "topology/physical_package_id");
      Double coreId = number(cpu, "topology/core_id");
      if (packageId == null || coreId == null) {
        continue;
      }
      String inPackage = Long.toString(packageId.longValue());
      String core = Long.toString(coreId.longValue());
      core(out, cpu, inPackage, core, cores);
      Double count =
          packages.contains(inPackage)
              ? null
              : number(cpu, "thermal_throttle/package_throttle_count");
      if (count != null) {
        packages.add(inPackage);
        out.counter(
            "node_cpu_package_throttles_total",
            "Number of times this CPU package has been throttled.",
            count,
            "package",
            inPackage);
      }
    }
  }

  private static void core(
      Families out, Tree cpu, String inPackage, String core, Set<List<String>> seen) {
    List<String> key = List.of(inPackage, core);
    Double count = seen.contains(key) ? null : number(cpu, "thermal_throttle/core_throttle_count");
    if (count != null) {
      seen.add(key);
      out.counter(
          "node_cpu_core_throttles_total",
          "Number of times this CPU core has been throttled.",
          count,
          "package",
          inPackage,
          "core",
          core);
    }
  }

  private static @Nullable Double number(Tree cpu, String file) {
    try {
      return cpu.number(file);
    } catch (IOException _) {
      return null; // Virtual machines and older processors do not have it.
    }
  }
}
