package io.tributary.exporters.unix.net;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.NameFilter;
import io.tributary.exporters.unix.host.NoDataException;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/// What each network interface is. An attribute that it does not have is left out.
///
/// Source: Linux `Documentation/ABI/testing/sysfs-class-net`.
public final class NetclassCollector implements Collector {
  private static final String HELP = "Network device property: ";

  /// File and family of the numbers that may change either way.
  private static final String[][] GAUGES = {
    {"addr_assign_type", "address_assign_type"},
    {"carrier", "carrier"},
    {"dev_id", "device_id"},
    {"dormant", "dormant"},
    {"flags", "flags"},
    {"ifindex", "iface_id"},
    {"iflink", "iface_link"},
    {"link_mode", "iface_link_mode"},
    {"mtu", "mtu_bytes"},
    {"name_assign_type", "name_assign_type"},
    {"netdev_group", "net_dev_group"},
    {"tx_queue_len", "transmit_queue_length"},
    {"type", "protocol_type"},
  };

  private static final String[][] COUNTERS = {
    {"carrier_changes", "carrier_changes_total"},
    {"carrier_up_count", "carrier_up_changes_total"},
    {"carrier_down_count", "carrier_down_changes_total"},
  };

  private static final double BITS_PER_MEGABIT = 1e6;

  private final Tree net;
  private final NameFilter devices;
  private final boolean ignoreInvalidSpeed;

  public NetclassCollector(Tree sys, NetclassSettings settings) {
    net = sys.in("class/net");
    devices = NameFilter.excluding(settings.ignoredDevices());
    ignoreInvalidSpeed = settings.ignoreInvalidSpeed();
  }

  @Override
  public void collect(Families out) throws IOException {
    try {
      for (String device : net.names("")) {
        // One that has gone since is left out.
        if (devices.accepts(device) && Files.isDirectory(net.at(device))) {
          device(out, net.in(device), device);
        }
      }
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw new NoDataException("cannot read " + net.root(), e);
    }
  }

  private void device(Families out, Tree files, String device) throws IOException {
    String state = text(files, "operstate");
    out.gauge(
        "node_network_up",
        "Value is 1 if operstate is 'up', 0 otherwise.",
        state.equals("up") ? 1 : 0,
        "device",
        device);
    out.gauge(
        "node_network_info",
        "Non-numeric data from /sys/class/net/<iface>, value is always 1.",
        1,
        "device",
        device,
        "address",
        text(files, "address"),
        "broadcast",
        text(files, "broadcast"),
        "duplex",
        text(files, "duplex"),
        "operstate",
        state,
        "ifalias",
        text(files, "ifalias"));
    for (String[] gauge : GAUGES) {
      Double value = number(files, gauge[0]);
      if (value != null) {
        out.gauge("node_network_" + gauge[1], HELP + gauge[1], value, "device", device);
      }
    }
    for (String[] counter : COUNTERS) {
      Double value = number(files, counter[0]);
      if (value != null) {
        out.counter("node_network_" + counter[1], HELP + counter[1], value, "device", device);
      }
    }
    Double megabits = number(files, "speed");
    if (megabits != null && (megabits >= 0 || !ignoreInvalidSpeed)) {
      out.gauge(
          "node_network_speed_bytes",
          HELP + "speed_bytes",
          megabits * BITS_PER_MEGABIT / Byte.SIZE,
          "device",
          device);
    }
  }

  private static String text(Tree files, String name) throws IOException {
    String text = files.attributeIfReadable(name);
    return text == null ? "" : text;
  }

  /// What is there but not a number counts as 0.
  private static @Nullable Double number(Tree files, String name) throws IOException {
    String text = files.attributeIfReadable(name);
    if (text == null) {
      return null;
    }
    try {
      return Numbers.signed(text);
    } catch (MalformedException _) {
      return 0.0;
    }
  }
}
