package io.tributary.exporters.unix.disk;

import io.tributary.exporters.page.Families;

/// A device of a Btrfs file system. `errors` are counts by kind, in the order of [#ERRORS].
record BtrfsDevice(String path, String uuid, double usedBytes, double totalBytes, double[] errors) {
  private static final String[] ERRORS = {"write", "read", "flush", "corruption", "generation"};

  void add(Families out, String fileSystem) {
    // `/rootfs/dev/md1` is `md1`.
    String device = path.substring(path.lastIndexOf('/') + 1);
    String[] labels = {"uuid", fileSystem, "device", device, "btrfs_dev_uuid", uuid};
    out.gauge(
        "node_btrfs_device_size_bytes",
        "Size of a device that is part of the filesystem.",
        totalBytes,
        labels);
    out.gauge(
        "node_btrfs_device_unused_bytes",
        "Unused bytes unused on a device that is part of the filesystem.",
        totalBytes - usedBytes,
        labels);
    for (int i = 0; i < ERRORS.length; i++) {
      out.counter(
          "node_btrfs_device_errors_total",
          "Errors reported for the device",
          errors[i],
          "uuid",
          fileSystem,
          "type",
          ERRORS[i],
          "device",
          device,
          "btrfs_dev_uuid",
          uuid);
    }
  }
}
