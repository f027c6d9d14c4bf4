package io.tributary.exporters.unix.net;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;

/// InfiniBand adapters and their ports.
///
/// Source: Linux `Documentation/ABI/stable/sysfs-class-infiniband`.
public final class InfinibandCollector implements Collector {
  private static final double BYTES_PER_GIGABIT = 125_000_000;

  /// What a driver writes where it has no counters.
  private static final String NO_COUNTERS = "N/A (no PMA)";

  private final Tree devices;

  public InfinibandCollector(Tree sys) {
    devices = sys.in("class/infiniband");
  }

  @Override
  public void collect(Families out) throws IOException {
    for (String name : devices.namesOrNoData("no InfiniBand adapters")) {
      device(out, devices.in(name), name);
    }
  }

  private static void device(Families out, Tree device, String name) throws IOException {
    String type = device.has("hca_type") ? device.attribute("hca_type") : "";
    out.gauge(
        "node_infiniband_info",
        "Non-numeric data from /sys/class/infiniband/<device>, value is always 1.",
        1,
        "device",
        name,
        "board_id",
        device.attribute("board_id"),
        "firmware_version",
        device.attribute("fw_ver"),
        "hca_type",
        type);
    for (String port : device.names("ports")) {
      Numbers.unsigned(port);
      port(out, device.in("ports/" + port), "device", name, "port", port);
    }
  }

  private static void port(Families out, Tree port, String... labels) throws IOException {
    out.gauge(
        "node_infiniband_state_id",
        "State of the InfiniBand port (0: no change, 1: down, 2: init, 3: armed, 4: active, 5: act"
            + " defer)",
        stateId(port.text("state")),
        labels);
    out.gauge(
        "node_infiniband_physical_state_id",
        "Physical state of the InfiniBand port (0: no change, 1: sleep, 2: polling, 3: disable, 4:"
            + " shift, 5: link up, 6: link error recover, 7: phytest)",
        stateId(port.text("phys_state")),
        labels);
    out.gauge(
        "node_infiniband_rate_bytes_per_second",
        "Maximum signal transfer rate",
        rate(port.text("rate")),
        labels);
    port.names("counters"); // A port without the folder fails.
    for (InfinibandCounter counter : InfinibandCounter.ALL) {
      String text = port.attributeIfReadable(counter.file());
      if (text != null && !text.contains(NO_COUNTERS)) {
        double value = Numbers.anyUnsigned(text) * counter.factor();
        out.counter("node_infiniband_" + counter.name(), counter.help(), value, labels);
      }
    }
  }

  /// `4: ACTIVE`.
  private static double stateId(String text) throws MalformedException {
    String[] parts = text.split(":");
    if (parts.length != 2) {
      throw new MalformedException("cannot read \"" + text.strip() + "\" as 'ID: NAME'");
    }
    return Numbers.unsigned(parts[0].strip());
  }

  /// `40 Gb/sec (4X QDR)`.
  private static double rate(String text) throws MalformedException {
    int blank = text.indexOf(' ');
    if (blank < 0) {
      throw new MalformedException("cannot read \"" + text.strip() + "\" as a rate");
    }
    return Math.floor((float) Numbers.real(text.substring(0, blank)) * BYTES_PER_GIGABIT);
  }
}
