package io.tributary.exporters.unix.kernel;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.NameFilter;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.util.List;

/// Chosen counters of virtual memory.
public final class VmstatCollector implements Collector {
  private final Tree proc;
  private final NameFilter fields;

  public VmstatCollector(Tree proc, NameFilter fields) {
    this.proc = proc;
    this.fields = fields;
  }

  @Override
  public void collect(Families out) throws IOException {
    for (String line : proc.lines("vmstat")) {
      List<String> parts = Numbers.fields(line);
      if (parts.size() < 2) {
        throw new MalformedException("invalid line in vmstat: " + line);
      }
      String name = parts.getFirst();
      if (fields.accepts(name)) {
        out.untyped(
            "node_vmstat_" + name,
            "/proc/vmstat information field " + name + ".",
            Numbers.real(parts.get(1)));
      }
    }
  }
}
