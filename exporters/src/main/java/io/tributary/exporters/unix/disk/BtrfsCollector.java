package io.tributary.exporters.unix.disk;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Space of each Btrfs file system by what it is for, and its devices.
///
/// Devices are asked through a mount point, which needs privileges; without them their sizes are
/// known from sysfs, and nothing else. A file that is missing counts as 0.
///
/// Source: Linux `fs/btrfs/sysfs.c`.
public final class BtrfsCollector implements Collector {
  private static final Pattern UUID = Pattern.compile(".*-.*");
  private static final int SECTOR_BYTES = 512;

  private final Tree fileSystems;
  private final Tree proc;
  private final Path rootfs;
  private final BtrfsDevices devices;

  public BtrfsCollector(Tree proc, Tree sys, Path rootfs) {
    this(proc, sys, rootfs, BtrfsDevices::ask);
  }

  BtrfsCollector(Tree proc, Tree sys, Path rootfs, BtrfsDevices devices) {
    fileSystems = sys.in("fs/btrfs");
    this.proc = proc;
    this.rootfs = rootfs;
    this.devices = devices;
  }

  @Override
  public void collect(Families out) throws IOException {
    List<String> folders = fileSystems.matching("", UUID);
    if (folders.isEmpty()) {
      return;
    }
    Map<String, List<BtrfsDevice>> known = mounted();
    for (String folder : folders) {
      fileSystem(out, fileSystems.in(folder), folder, known);
    }
  }

  /// The devices of each mounted file system that answers, by its UUID without dashes.
  private Map<String, List<BtrfsDevice>> mounted() throws IOException {
    var known = new HashMap<String, List<BtrfsDevice>>();
    for (Mount mount : Mount.read(proc, rootfs)) {
      if (mount.type().equals("btrfs")) {
        try {
          BtrfsDevices.FileSystem found = devices.of(mount.path(rootfs));
          known.putIfAbsent(found.uuid(), found.devices());
        } catch (IOException _) {
          // Not for us; it may be mounted elsewhere too.
        }
      }
    }
    return known;
  }

  private static void fileSystem(
      Families out, Tree files, String folder, Map<String, List<BtrfsDevice>> known)
      throws IOException {
    List<String> names = files.names("devices");
    files.names("features"); // A file system without the folder fails.
    String inside = optional(files, "metadata_uuid");
    String uuid = inside.isEmpty() ? folder : inside;
    out.gauge(
        "node_btrfs_info",
        "Filesystem information",
        1,
        "uuid",
        uuid,
        "label",
        optional(files, "label"));
    out.gauge(
        "node_btrfs_global_rsv_size_bytes",
        "Size of global reserve.",
        number(files, "allocation/global_rsv_size"),
        "uuid",
        uuid);
    for (String kind : List.of("data", "metadata", "system")) {
      allocation(out, files.in("allocation/" + kind), names.size(), "uuid", uuid, kind);
    }
    List<BtrfsDevice> devices = known.get(uuid.replace("-", ""));
    if (devices != null) {
      devices.forEach(device -> device.add(out, uuid));
    } else {
      for (String name : names) {
        out.gauge(
            "node_btrfs_device_size_bytes",
            "Size of a device that is part of the filesystem.",
            SECTOR_BYTES * number(files, "devices/" + name + "/size"),
            "uuid",
            uuid,
            "device",
            name);
      }
    }
  }

  private static void allocation(
      Families out, Tree files, int deviceCount, String label, String uuid, String kind)
      throws IOException {
    out.gauge(
        "node_btrfs_reserved_bytes",
        "Amount of space reserved for a data type",
        number(files, "bytes_reserved"),
        label,
        uuid,
        "block_group_type",
        kind);
    for (String layout : files.names("")) {
      if (Files.isDirectory(files.at(layout), LinkOption.NOFOLLOW_LINKS)) {
        String[] labels = {label, uuid, "block_group_type", kind, "mode", layout};
        out.gauge(
            "node_btrfs_used_bytes",
            "Amount of used space by a layout/data type",
            number(files, layout + "/used_bytes"),
            labels);
        out.gauge(
            "node_btrfs_size_bytes",
            "Amount of space allocated for a layout/data type",
            number(files, layout + "/total_bytes"),
            labels);
        out.gauge(
            "node_btrfs_allocation_ratio",
            "Data allocation ratio for a layout/data type",
            ratio(layout, deviceCount),
            labels);
      }
    }
  }

  /// How many bytes of disk one byte takes.
  private static double ratio(String layout, double deviceCount) {
    return switch (layout) {
      case "single", "raid0" -> 1;
      case "dup", "raid1", "raid10" -> 2;
      case "raid5" -> deviceCount / (deviceCount - 1);
      case "raid6" -> deviceCount / (deviceCount - 2);
      default -> 0;
    };
  }

  private static String optional(Tree files, String name) throws IOException {
    return files.has(name) ? files.attribute(name) : "";
  }

  private static double number(Tree files, String name) throws IOException {
    try {
      return files.has(name) ? Numbers.unsigned(files.attribute(name)) : 0;
    } catch (MalformedException _) {
      return 0;
    }
  }
}
