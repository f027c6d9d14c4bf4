package io.tributary.exporters.unix.kernel;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;

/// Open files of the whole system. The second number of three has been 0 since Linux 2.6.
public final class FileFdCollector implements Collector {
  private static final String FILE = "sys/fs/file-nr";

  private final Tree proc;

  public FileFdCollector(Tree proc) {
    this.proc = proc;
  }

  @Override
  public void collect(Families out) throws IOException {
    String[] parts = proc.text(FILE).strip().split("\t");
    if (parts.length < 3) {
      throw new MalformedException("unexpected number of values in " + proc.at(FILE));
    }
    out.gauge(
        "node_filefd_allocated", "File descriptor statistics: allocated.", Numbers.real(parts[0]));
    out.gauge(
        "node_filefd_maximum", "File descriptor statistics: maximum.", Numbers.real(parts[2]));
  }
}
