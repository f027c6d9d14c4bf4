package io.tributary.exporters.unix.disk;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.NoDataException;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/// What NVMe controllers there are.
public final class NvmeCollector implements Collector {
  private final Tree controllers;

  public NvmeCollector(Tree sys) {
    controllers = sys.in("class/nvme");
  }

  @Override
  public void collect(Families out) throws IOException {
    try {
      for (String name : controllers.names("")) {
        Tree device = controllers.in(name);
        out.gauge(
            "node_nvme_info",
            "Non-numeric data from /sys/class/nvme/<device>, value is always 1.",
            1,
            "device",
            name,
            "firmware_revision",
            device.attribute("firmware_rev"),
            "model",
            device.attribute("model"),
            "serial",
            device.attribute("serial"),
            "state",
            device.attribute("state"));
      }
    } catch (NoSuchFileException e) {
      throw new NoDataException("no NVMe controllers", e);
    }
  }
}
