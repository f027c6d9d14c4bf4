package io.tributary.exporters.unix.cpu;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.util.List;

/// Runnable and waiting processes, averaged over 1, 5 and 15 minutes.
public final class LoadavgCollector implements Collector {
  private static final List<String> MINUTES = List.of("1", "5", "15");

  private final Tree proc;

  public LoadavgCollector(Tree proc) {
    this.proc = proc;
  }

  @Override
  public void collect(Families out) throws IOException {
    List<String> fields = proc.words("loadavg");
    if (fields.size() < MINUTES.size()) {
      throw new MalformedException("unexpected content in " + proc.at("loadavg"));
    }
    for (int i = 0; i < MINUTES.size(); i++) {
      String minutes = MINUTES.get(i);
      out.gauge("node_load" + minutes, minutes + "m load average.", Numbers.real(fields.get(i)));
    }
  }
}
