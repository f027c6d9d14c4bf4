package io.tributary.exporters.unix.hardware;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.NoDataException;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Energy that processors and memory have used, where the processor measures it.
///
/// Several zones may have one name: `package-0` and `package-1` are numbered by it, others by their
/// order.
///
/// Source: Linux `Documentation/power/powercap/powercap.rst`.
public final class RaplCollector implements Collector {
  private static final Pattern INVALID = Pattern.compile("_*[^0-9A-Za-z_]+_*");
  private static final Pattern NUMBERED = Pattern.compile("([^-]*)-([0-9]{1,9})");
  private static final double MICRO = 1e6;

  private record Zone(String name, int index, String folder) {}

  private final Tree zones;

  public RaplCollector(Tree sys) {
    zones = sys.in("class/powercap");
  }

  @Override
  public void collect(Families out) throws IOException {
    try {
      for (Zone zone : zones()) {
        out.counter(
            "node_rapl_" + INVALID.matcher(zone.name()).replaceAll("_") + "_joules_total",
            "Current RAPL " + zone.name() + " value in joules",
            zones.number(zone.folder() + "/energy_uj") / MICRO,
            "index",
            Integer.toString(zone.index()),
            "path",
            zones.at(zone.folder()).toString());
      }
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw new NoDataException("energy is not measured, or only root may read it", e);
    }
  }

  private List<Zone> zones() throws IOException {
    var found = new ArrayList<Zone>();
    Map<String, Integer> used = new HashMap<>();
    for (String folder : zones.names("")) {
      String name = name(folder);
      if (name != null) {
        zones.number(folder + "/max_energy_range_uj"); // A zone without it is not one.
        var numbered = NUMBERED.matcher(name);
        boolean hasNumber = numbered.matches();
        String base = hasNumber ? numbered.group(1) : name;
        int index = hasNumber ? Integer.parseInt(numbered.group(2)) : used.getOrDefault(base, 0);
        used.put(base, index + 1);
        found.add(new Zone(base, index, folder));
      }
    }
    return found;
  }

  private @Nullable String name(String folder) {
    try {
      return zones.text(folder + "/name").strip();
    } catch (IOException _) {
      return null; // Not a zone.
    }
  }
}
