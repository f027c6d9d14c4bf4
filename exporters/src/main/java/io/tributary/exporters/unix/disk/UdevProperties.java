package io.tributary.exporters.unix.disk;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// What udev knows of a block device: lines `E:NAME=value` of its database. Empty without one.
///
/// Source: udevadm(8).
record UdevProperties(Map<String, String> values) {
  private static final String PROPERTY = "E:";

  static UdevProperties read(Tree data, String major, String minor) {
    var values = new HashMap<String, String>();
    try {
      for (String line : data.lines("b" + major + ":" + minor)) {
        int equals = line.indexOf('=');
        if (line.startsWith(PROPERTY) && equals > 0) {
          values.put(line.substring(PROPERTY.length(), equals), line.substring(equals + 1));
        }
      }
    } catch (IOException _) {
      // No udev, or not for this device.
    }
    return new UdevProperties(values);
  }

  void disk(Families out, String device, String major, String minor) {
    out.gauge(
        "node_disk_info",
        "Info of /sys/block/<block_device>.",
        1,
        "device",
        device,
        "major",
        major,
        "minor",
        minor,
        "path",
        get("ID_PATH"),
        "wwn",
        get("ID_WWN"),
        "model",
        get("ID_MODEL"),
        "serial",
        get("ID_SERIAL_SHORT"),
        "revision",
        get("ID_REVISION"));
  }

  /// What only some devices have: a file system, a device mapper, ATA.
  void more(Families out, String device) {
    if (!get("ID_FS_TYPE").isEmpty()) {
      out.gauge(
          "node_disk_filesystem_info",
          "Info about disk filesystem.",
          1,
          "device",
          device,
          "type",
          get("ID_FS_TYPE"),
          "usage",
          get("ID_FS_USAGE"),
          "uuid",
          get("ID_FS_UUID"),
          "version",
          get("ID_FS_VERSION"));
    }
    if (!get("DM_NAME").isEmpty()) {
      out.gauge(
          "node_disk_device_mapper_info",
          "Info about disk device mapper.",
          1,
          "device",
          device,
          "name",
          get("DM_NAME"),
          "uuid",
          get("DM_UUID"),
          "vg_name",
          get("DM_VG_NAME"),
          "lv_name",
          get("DM_LV_NAME"),
          "lv_layer",
          get("DM_LV_LAYER"));
    }
    if (!get("ID_ATA").isEmpty()) {
      ata(out, device, "ID_ATA_WRITE_CACHE", "write_cache", "ATA disk has a write cache.");
      ata(
          out,
          device,
          "ID_ATA_WRITE_CACHE_ENABLED",
          "write_cache_enabled",
          "ATA disk has its write cache enabled.");
      ata(
          out,
          device,
          "ID_ATA_ROTATION_RATE_RPM",
          "rotation_rate_rpm",
          "ATA disk rotation rate in RPMs (0 for SSDs).");
    }
  }

  private void ata(Families out, String device, String property, String name, String help) {
    String text = get(property);
    try {
      if (!text.isEmpty()) {
        out.gauge("node_disk_ata_" + name, help, Numbers.real(text), "device", device);
      }
    } catch (MalformedException _) {
      // Not a number: a property that we do not understand.
    }
  }

  private String get(String name) {
    return values.getOrDefault(name, "");
  }
}
