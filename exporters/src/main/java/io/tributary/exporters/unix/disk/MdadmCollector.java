package io.tributary.exporters.unix.disk;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.util.List;

/// Software RAID.
public final class MdadmCollector implements Collector {
  private static final List<String> STATES =
      List.of("active", "inactive", "recovering", "resync", "check");

  private final Tree proc;

  public MdadmCollector(Tree proc) {
    this.proc = proc;
  }

  @Override
  public void collect(Families out) throws IOException {
    for (MdArray array : MdArray.parse(proc.linesOrNoData("mdstat", "no software RAID"))) {
      add(out, array);
    }
  }

  private static void add(Families out, MdArray array) {
    String device = array.name();
    out.gauge(
        "node_md_disks_required",
        "Total number of disks of device.",
        array.disksTotal(),
        "device",
        device);
    disks(out, device, "active", array.disksActive());
    disks(out, device, "failed", array.disksFailed());
    disks(out, device, "spare", array.disksSpare());
    for (String state : STATES) {
      out.gauge(
          "node_md_state",
          "Indicates the state of md-device.",
          array.state().equals(state) ? 1 : 0,
          "device",
          device,
          "state",
          state);
    }
    out.gauge(
        "node_md_blocks", "Total number of blocks on device.", array.blocks(), "device", device);
    out.gauge(
        "node_md_blocks_synced",
        "Number of blocks synced on device.",
        array.blocksSynced(),
        "device",
        device);
  }

  private static void disks(Families out, String device, String state, double count) {
    out.gauge(
        "node_md_disks",
        "Number of active/failed/spare disks of device.",
        count,
        "device",
        device,
        "state",
        state);
  }
}
