package io.tributary.dialects.staticmode;

import static io.tributary.dialects.staticmode.NodeExporterBinder.Type.DURATION;
import static io.tributary.dialects.staticmode.NodeExporterBinder.Type.FLAG;
import static io.tributary.dialects.staticmode.NodeExporterBinder.Type.LIST;
import static io.tributary.dialects.staticmode.NodeExporterBinder.Type.NUMBER;
import static io.tributary.dialects.staticmode.NodeExporterBinder.Type.TEXT;

import io.tributary.base.text.Quoting;
import io.tributary.dialects.tree.Expressions;
import io.tributary.dialects.tree.Places;
import io.tributary.dialects.yaml.Fields;
import io.tributary.dialects.yaml.GoFields;
import io.tributary.river.diag.Span;
import io.tributary.river.syntax.Expression;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Binds what `node_exporter` has beside the fields that all integrations have, as attributes of
/// `prometheus.exporter.unix`.
///
/// Source: grafana/agent `static/integrations/node_exporter/config.go`;
/// `internal/converter/internal/staticconvert/internal/build/node_exporter.go`.
final class NodeExporterBinder {
  enum Type {
    TEXT,
    FLAG,
    LIST,
    NUMBER,
    DURATION
  }

  /// A key of the file and the attribute that it becomes; `block` is empty where there is none.
  private record Key(String name, Type type, String block, String attribute) {}

  private static final List<Key> KEYS =
      List.of(
          new Key("include_exporter_metrics", FLAG, "", "include_exporter_metrics"),
          new Key("procfs_path", TEXT, "", "procfs_path"),
          new Key("sysfs_path", TEXT, "", "sysfs_path"),
          new Key("rootfs_path", TEXT, "", "rootfs_path"),
          new Key("udev_data_path", TEXT, "", "udev_data_path"),
          new Key("disable_collectors", LIST, "", "disable_collectors"),
          new Key("set_collectors", LIST, "", "set_collectors"),
          new Key("enable_bcache_priority_stats", FLAG, "bcache", "priority_stats"),
          new Key("cpu_bugs_include", TEXT, "cpu", "bugs_include"),
          new Key("enable_cpu_guest_seconds_metric", FLAG, "cpu", "guest"),
          new Key("enable_cpu_info_metric", FLAG, "cpu", "info"),
          new Key("cpu_flags_include", TEXT, "cpu", "flags_include"),
          new Key("diskstats_device_exclude", TEXT, "disk", "device_exclude"),
          new Key("diskstats_device_include", TEXT, "disk", "device_include"),
          new Key("ethtool_device_exclude", TEXT, "ethtool", "device_exclude"),
          new Key("ethtool_device_include", TEXT, "ethtool", "device_include"),
          new Key("ethtool_metrics_include", TEXT, "ethtool", "metrics_include"),
          new Key("filesystem_fs_types_exclude", TEXT, "filesystem", "fs_types_exclude"),
          new Key("filesystem_mount_points_exclude", TEXT, "filesystem", "mount_points_exclude"),
          new Key("filesystem_mount_timeout", DURATION, "filesystem", "mount_timeout"),
          new Key("ipvs_backend_labels", LIST, "ipvs", "backend_labels"),
          new Key("ntp_ip_ttl", NUMBER, "ntp", "ip_ttl"),
          new Key("ntp_local_offset_tolerance", DURATION, "ntp", "local_offset_tolerance"),
          new Key("ntp_max_distance", DURATION, "ntp", "max_distance"),
          new Key("ntp_protocol_version", NUMBER, "ntp", "protocol_version"),
          new Key("ntp_server", TEXT, "ntp", "server"),
          new Key("ntp_server_is_local", FLAG, "ntp", "server_is_local"),
          new Key(
              "netclass_ignore_invalid_speed_device",
              FLAG,
              "netclass",
              "ignore_invalid_speed_device"),
          new Key("netclass_ignored_devices", TEXT, "netclass", "ignored_devices"),
          new Key("netdev_address_info", FLAG, "netdev", "address_info"),
          new Key("netdev_device_exclude", TEXT, "netdev", "device_exclude"),
          new Key("netdev_device_include", TEXT, "netdev", "device_include"),
          new Key("netstat_fields", TEXT, "netstat", "fields"),
          new Key("perf_cpus", TEXT, "perf", "cpus"),
          new Key("perf_tracepoint", LIST, "perf", "tracepoint"),
          new Key("perf_disable_hardware_profilers", FLAG, "perf", "disable_hardware_profilers"),
          new Key("perf_disable_software_profilers", FLAG, "perf", "disable_software_profilers"),
          new Key("perf_disable_cache_profilers", FLAG, "perf", "disable_cache_profilers"),
          new Key("perf_hardware_profilers", LIST, "perf", "hardware_profilers"),
          new Key("perf_software_profilers", LIST, "perf", "software_profilers"),
          new Key("perf_cache_profilers", LIST, "perf", "cache_profilers"),
          new Key("powersupply_ignored_supplies", TEXT, "powersupply", "ignored_supplies"),
          new Key("runit_service_dir", TEXT, "runit", "service_dir"),
          new Key("supervisord_url", TEXT, "supervisord", "url"),
          new Key("sysctl_include", LIST, "sysctl", "include"),
          new Key("sysctl_include_info", LIST, "sysctl", "include_info"),
          new Key("systemd_enable_restarts_metrics", FLAG, "systemd", "enable_restarts"),
          new Key("systemd_enable_start_time_metrics", FLAG, "systemd", "start_time"),
          new Key("systemd_enable_task_metrics", FLAG, "systemd", "task_metrics"),
          new Key("systemd_unit_exclude", TEXT, "systemd", "unit_exclude"),
          new Key("systemd_unit_include", TEXT, "systemd", "unit_include"),
          new Key("tapestats_ignored_devices", TEXT, "tapestats", "ignored_devices"),
          new Key("textfile_directory", TEXT, "textfile", "directory"),
          new Key("vmstat_fields", TEXT, "vmstat", "fields"));

  /// Names of before to names of now.
  private static final Map<String, String> RENAMED =
      Map.of(
          "netdev_device_whitelist", "netdev_device_include",
          "netdev_device_blacklist", "netdev_device_exclude",
          "systemd_unit_whitelist", "systemd_unit_include",
          "systemd_unit_blacklist", "systemd_unit_exclude",
          "filesystem_ignored_mount_points", "filesystem_mount_points_exclude",
          "filesystem_ignored_fs_types", "filesystem_fs_types_exclude",
          "diskstats_ignored_devices", "diskstats_device_exclude");

  /// On by default in the node_exporter of static mode, and in no other one.
  private static final String PROCESSES = "processes";

  private final Fields fields;

  NodeExporterBinder(Fields fields) {
    this.fields = fields;
  }

  /// What is written, in an order of its own.
  List<UnixAttribute> bind() {
    var attributes = new ArrayList<UnixAttribute>();
    for (Key key : KEYS) {
      if (key.name.equals("disable_collectors")) {
        enabledCollectors(attributes);
      }
      String name = present(key);
      if (fields.isSet(name)) {
        Expression value = value(name, key.type);
        if (isWorthWriting(key, name)) {
          attributes.add(new UnixAttribute(key.block, key.attribute, value));
        }
      }
    }
    fields.expect(RENAMED.keySet());
    return attributes;
  }

  /// The name of before where that one is used, with a warning.
  private String present(Key key) {
    for (Map.Entry<String, String> renamed : RENAMED.entrySet()) {
      String old = renamed.getKey();
      if (renamed.getValue().equals(key.name) && fields.isSet(old)) {
        if (fields.isSet(key.name)) {
          fields.error(
              old,
              "only one of "
                  + Quoting.quote(old)
                  + " and "
                  + Quoting.quote(key.name)
                  + " may be specified");
        } else {
          fields.warning(
              old,
              Quoting.quote(old)
                  + " is deprecated by "
                  + Quoting.quote(key.name)
                  + " and will be removed in a future version");
        }
        return old;
      }
    }
    return key.name;
  }

  private Expression value(String key, Type type) {
    Span place = Places.of(fields, key);
    return switch (type) {
      case TEXT -> Expressions.text(fields.string(key, ""), place);
      case FLAG -> Expressions.bool(fields.bool(key, false), place);
      case LIST -> Expressions.texts(fields.strings(key), place);
      case NUMBER -> Expressions.number(fields.integer(key, 0), place);
      case DURATION -> Expressions.duration(GoFields.duration(fields, key, Duration.ZERO), place);
    };
  }

  /// Lists without an element and false are what is there anyway; an empty text may stand against a
  /// default.
  private boolean isWorthWriting(Key key, String name) {
    return switch (key.type) {
      case LIST -> !fields.strings(name).isEmpty();
      case FLAG -> fields.bool(name, false);
      case TEXT, NUMBER, DURATION -> true;
    };
  }

  private void enabledCollectors(List<UnixAttribute> attributes) {
    List<String> enabled = new ArrayList<>(fields.strings("enable_collectors"));
    boolean hasDefaults = fields.strings("set_collectors").isEmpty();
    if (hasDefaults
        && !enabled.contains(PROCESSES)
        && !fields.strings("disable_collectors").contains(PROCESSES)) {
      enabled.add(PROCESSES);
    }
    if (!enabled.isEmpty()) {
      attributes.add(
          new UnixAttribute(
              "",
              "enable_collectors",
              Expressions.texts(enabled, Places.of(fields, "enable_collectors"))));
    }
  }
}
