package io.tributary.exporters.component;

import io.tributary.base.config.GoDurations;
import io.tributary.component.Body;
import io.tributary.exporters.unix.UnixSettings;
import io.tributary.exporters.unix.UnixSettings.Machine;
import io.tributary.exporters.unix.UnixSettings.Names;
import io.tributary.exporters.unix.UnixSettings.Network;
import io.tributary.exporters.unix.UnixSettings.Paths;
import io.tributary.exporters.unix.UnixSettings.Selection;
import io.tributary.exporters.unix.UnixSettings.Storage;
import io.tributary.exporters.unix.cpu.CpuSettings;
import io.tributary.exporters.unix.disk.DiskstatsSettings;
import io.tributary.exporters.unix.disk.FilesystemSettings;
import io.tributary.exporters.unix.net.ArpSettings;
import io.tributary.exporters.unix.net.NetclassSettings;
import io.tributary.exporters.unix.net.NetdevSettings;
import io.tributary.river.decode.AttributeReader;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The arguments of `prometheus.exporter.unix` by `block.name`.
///
/// Those of collectors that are not there are read and shown like the others. They have no effect
/// in the original either as long as their collector is not asked for, and whoever asks for it is
/// told that there is none.
record UnixArguments(Map<String, Object> values) {
  /// One argument; `block` is empty for those of the component itself. The type of `fallback` is
  /// that of the argument.
  private record Argument(String block, String name, Object fallback) {
    String key() {
      return block.isEmpty() ? name : block + "." + name;
    }
  }

  private static final List<Argument> ALL =
      List.of(
          new Argument("", "include_exporter_metrics", false),
          new Argument("", "procfs_path", "/proc"),
          new Argument("", "sysfs_path", "/sys"),
          new Argument("", "rootfs_path", "/"),
          new Argument("", "udev_data_path", "/run/udev/data"),
          new Argument("", "enable_collectors", List.of()),
          new Argument("", "disable_collectors", List.of()),
          new Argument("", "set_collectors", List.of()),
          new Argument("arp", "device_exclude", ""),
          new Argument("arp", "device_include", ""),
          new Argument("arp", "netlink", false),
          new Argument("bcache", "priority_stats", false),
          new Argument("cpu", "bugs_include", ""),
          new Argument("cpu", "guest", false),
          new Argument("cpu", "info", false),
          new Argument("cpu", "flags_include", ""),
          new Argument("disk", "device_exclude", DiskstatsSettings.DEFAULT.deviceExclude()),
          new Argument("disk", "device_include", ""),
          new Argument("ethtool", "device_exclude", ""),
          new Argument("ethtool", "device_include", ""),
          new Argument("ethtool", "metrics_include", ".*"),
          new Argument(
              "filesystem", "fs_types_exclude", FilesystemSettings.DEFAULT.fsTypesExclude()),
          new Argument(
              "filesystem",
              "mount_points_exclude",
              FilesystemSettings.DEFAULT.mountPointsExclude()),
          new Argument("filesystem", "mount_timeout", FilesystemSettings.DEFAULT.mountTimeout()),
          new Argument("hwmon", "chip_exclude", ""),
          new Argument("hwmon", "chip_include", ""),
          new Argument("ipvs", "backend_labels", Network.DEFAULT.ipvsBackendLabels()),
          new Argument("ntp", "ip_ttl", 1),
          new Argument("ntp", "local_offset_tolerance", Duration.ofMillis(1)),
          new Argument("ntp", "max_distance", Duration.ofMillis(3_466).plusNanos(80_000)),
          new Argument("ntp", "protocol_version", 4),
          new Argument("ntp", "server", "127.0.0.1"),
          new Argument("ntp", "server_is_local", false),
          new Argument("netclass", "ignore_invalid_speed_device", false),
          new Argument("netclass", "ignored_devices", NetclassSettings.DEFAULT.ignoredDevices()),
          new Argument("netdev", "address_info", false),
          new Argument("netdev", "device_exclude", ""),
          new Argument("netdev", "device_include", ""),
          new Argument("netstat", "fields", Network.DEFAULT.netstatFields()),
          new Argument("perf", "cpus", ""),
          new Argument("perf", "tracepoint", List.of()),
          new Argument("perf", "disable_hardware_profilers", false),
          new Argument("perf", "disable_software_profilers", false),
          new Argument("perf", "disable_cache_profilers", false),
          new Argument("perf", "hardware_profilers", List.of()),
          new Argument("perf", "software_profilers", List.of()),
          new Argument("perf", "cache_profilers", List.of()),
          new Argument("powersupply", "ignored_supplies", Machine.DEFAULT.ignoredPowerSupplies()),
          new Argument("runit", "service_dir", "/etc/service"),
          new Argument("supervisord", "url", "http://localhost:9001/RPC2"),
          new Argument("sysctl", "include", List.of()),
          new Argument("sysctl", "include_info", List.of()),
          new Argument("systemd", "enable_restarts", false),
          new Argument("systemd", "start_time", false),
          new Argument("systemd", "task_metrics", false),
          new Argument("systemd", "unit_exclude", ".+\\.(automount|device|mount|scope|slice)"),
          new Argument("systemd", "unit_include", ".+"),
          new Argument("tapestats", "ignored_devices", Storage.DEFAULT.ignoredTapes()),
          new Argument("textfile", "directory", ""),
          new Argument("vmstat", "fields", Machine.DEFAULT.vmstatFields()));

  UnixArguments {
    values = Map.copyOf(values);
  }

  static UnixArguments read(BlockReader component) {
    var readers = new LinkedHashMap<String, BlockReader>();
    readers.put("", component);
    for (Argument argument : ALL) {
      if (!argument.block.isEmpty() && !readers.containsKey(argument.block)) {
        component.block(argument.block).ifPresent(block -> readers.put(argument.block, block));
      }
    }
    var values = new LinkedHashMap<String, Object>();
    for (Argument argument : ALL) {
      BlockReader reader = readers.get(argument.block);
      values.put(
          argument.key(),
          reader == null
              ? argument.fallback
              : value(reader.attribute(argument.name), argument.fallback));
    }
    return new UnixArguments(values);
  }

  private static Object value(AttributeReader written, Object fallback) {
    return switch (fallback) {
      case Boolean flag -> written.bool(flag);
      case Integer number -> written.integer(number);
      case Duration duration -> written.duration(duration);
      case List<?> texts -> written.texts(texts.stream().map(String::valueOf).toList());
      default -> written.text(fallback.toString());
    };
  }

  Body describe() {
    Body.Builder all = Body.builder();
    var blocks = new LinkedHashMap<String, Body.Builder>();
    for (Argument argument : ALL) {
      Body.Builder body =
          argument.block.isEmpty()
              ? all
              : blocks.computeIfAbsent(argument.block, _ -> Body.builder());
      body.attr(argument.name, shown(value(argument.key())));
    }
    blocks.forEach((name, body) -> all.block(name, body.build()));
    return all.build();
  }

  private static Value shown(Object value) {
    return switch (value) {
      case Boolean flag -> Value.of(flag);
      case Integer number -> Value.of(number);
      case Duration duration -> Value.of(GoDurations.format(duration));
      case List<?> texts ->
          Value.of(texts.stream().map(text -> Value.of(String.valueOf(text))).toList());
      default -> Value.of(value.toString());
    };
  }

  private Object value(String key) {
    Object value = values.get(key);
    if (value == null) {
      throw new IllegalStateException("BUG: no argument " + key);
    }
    return value;
  }

  private String text(String key) {
    return value(key).toString();
  }

  private boolean flag(String key) {
    return Boolean.TRUE.equals(value(key));
  }

  private List<String> texts(String key) {
    return value(key) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  /// As the exporter takes them.
  UnixSettings settings() {
    return new UnixSettings(
        flag("include_exporter_metrics"),
        new Paths(
            Path.of(text("procfs_path")),
            Path.of(text("sysfs_path")),
            Path.of(text("rootfs_path")),
            Path.of(text("udev_data_path"))),
        new Selection(
            texts("set_collectors"), texts("disable_collectors"), texts("enable_collectors")),
        machine(),
        network(),
        storage());
  }

  private Machine machine() {
    return new Machine(
        new CpuSettings(
            flag("cpu.guest"),
            flag("cpu.info"),
            text("cpu.flags_include"),
            text("cpu.bugs_include")),
        new Names(text("hwmon.chip_include"), text("hwmon.chip_exclude")),
        text("powersupply.ignored_supplies"),
        text("textfile.directory"),
        text("vmstat.fields"));
  }

  private Network network() {
    return new Network(
        new ArpSettings(
            text("arp.device_include"), text("arp.device_exclude"), flag("arp.netlink")),
        texts("ipvs.backend_labels"),
        new NetclassSettings(
            text("netclass.ignored_devices"), flag("netclass.ignore_invalid_speed_device")),
        new NetdevSettings(
            text("netdev.device_include"),
            text("netdev.device_exclude"),
            flag("netdev.address_info")),
        text("netstat.fields"));
  }

  private Storage storage() {
    Object timeout = value("filesystem.mount_timeout");
    return new Storage(
        flag("bcache.priority_stats"),
        new DiskstatsSettings(text("disk.device_include"), text("disk.device_exclude")),
        new FilesystemSettings(
            text("filesystem.mount_points_exclude"),
            text("filesystem.fs_types_exclude"),
            timeout instanceof Duration duration ? duration : Duration.ZERO),
        text("tapestats.ignored_devices"));
  }
}
