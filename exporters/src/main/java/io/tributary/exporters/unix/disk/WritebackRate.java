package io.tributary.exporters.unix.disk;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.Numbers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How fast a backing device of bcache gets what is only in the cache: `writeback_rate_debug`.
record WritebackRate(Map<String, Double> values) {
  private static final String[][] GAUGES = {
    {
      "target",
      "dirty_target_bytes",
      "Current dirty data target threshold for this backing device in bytes."
    },
    {"rate", "writeback_rate", "Current writeback rate for this backing device in bytes."},
    {
      "proportional",
      "writeback_rate_proportional_term",
      "Current result of proportional controller, part of writeback rate"
    },
    {
      "integral",
      "writeback_rate_integral_term",
      "Current result of integral controller, part of writeback rate"
    },
    {"change", "writeback_change", "Last writeback rate change step for this backing device."},
  };

  static WritebackRate parse(List<String> lines) throws MalformedException {
    var values = new HashMap<String, Double>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon);
      for (String[] gauge : GAUGES) {
        if (gauge[0].equals(name)) {
          String value = Numbers.fields(line).getLast();
          values.put(
              name,
              HumanSize.parse(
                  value.endsWith("/sec")
                      ? value.substring(0, value.length() - "/sec".length())
                      : value));
        }
      }
    }
    return new WritebackRate(values);
  }

  void add(Families out, String... labels) {
    for (String[] gauge : GAUGES) {
      out.gauge("node_bcache_" + gauge[1], gauge[2], values.getOrDefault(gauge[0], 0.0), labels);
    }
  }
}
