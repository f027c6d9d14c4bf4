package io.tributary.exporters.unix.kernel;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.util.List;

/// Every field of `/proc/meminfo`, in bytes where it has a unit.
public final class MeminfoCollector implements Collector {
  private static final int BYTES_PER_KILOBYTE = 1024;

  private final Tree proc;

  public MeminfoCollector(Tree proc) {
    this.proc = proc;
  }

  @Override
  public void collect(Families out) throws IOException {
    for (String line : proc.lines("meminfo")) {
      List<String> fields = Numbers.fields(line);
      if (!fields.isEmpty()) {
        field(out, line, fields);
      }
    }
  }

  private static void field(Families out, String line, List<String> fields)
      throws MalformedException {
    boolean hasUnit = fields.size() == 3;
    if (!hasUnit && fields.size() != 2) {
      throw new MalformedException("invalid line in meminfo: " + line);
    }
    double value = Numbers.real(fields.get(1));
    String key = key(fields.getFirst()) + (hasUnit ? "_bytes" : "");
    out.gauge(
        "node_memory_" + key,
        "Memory information field " + key + ".",
        hasUnit ? value * BYTES_PER_KILOBYTE : value);
  }

  /// `Active(anon):` is `Active_anon`.
  private static String key(String field) {
    return field.substring(0, field.length() - 1).replace('(', '_').replace(")", "");
  }
}
