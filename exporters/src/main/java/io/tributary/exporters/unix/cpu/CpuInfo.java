package io.tributary.exporters.unix.cpu;

import io.tributary.exporters.unix.host.Numbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One processor of `/proc/cpuinfo`.
///
/// Source: proc_cpuinfo(5); the keys of x86.
record CpuInfo(Map<String, String> fields) {
  static List<CpuInfo> parse(List<String> lines) {
    var all = new ArrayList<CpuInfo>();
    Map<String, String> current = new HashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        continue;
      }
      String key = line.substring(0, colon).strip();
      if (key.equals("processor")) {
        current = new HashMap<>();
        all.add(new CpuInfo(current));
      }
      current.put(key, line.substring(colon + 1).strip());
    }
    return all;
  }

  /// The words of a field, none where it is absent.
  List<String> words(String field) {
    return Numbers.fields(get(field));
  }

  /// Labels of `node_cpu_info`, names and values in turn.
  String[] labels() {
    return new String[] {
      "package", get("physical id"),
      "core", get("core id"),
      "cpu", get("processor"),
      "vendor", fields.containsKey("vendor_id") ? get("vendor_id") : get("vendor"),
      "family", get("cpu family"),
      "model", get("model"),
      "model_name", get("model name"),
      "microcode", get("microcode"),
      "stepping", get("stepping"),
      "cachesize", get("cache size")
    };
  }

  private String get(String field) {
    return fields.getOrDefault(field, "");
  }
}
