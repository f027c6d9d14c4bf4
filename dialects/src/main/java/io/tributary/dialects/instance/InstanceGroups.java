package io.tributary.dialects.instance;

import io.tributary.base.bytes.Digests;
import io.tributary.base.config.GoDurations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which instances share one log and its destinations: in the mode `shared` those that differ in
/// nothing but their names and their jobs, in the mode `distinct` none.
///
/// The order of destinations and their names do not count, secrets do. The names of groups have the
/// original's form of 32 digits, but are not its own: those are made of what Go prints.
///
/// Source: grafana/agent `static/metrics/instance/group_manager.go`, hashConfig.
public final class InstanceGroups {
  private static final int DIGITS = 32;

  private InstanceGroups() {}

  /// Instances that are one, in the order of the file. `name` is the group's in the mode `shared`,
  /// the instance's own in the other.
  public record Group(String name, List<Instance> members) {
    public Group {
      members = List.copyOf(members);
    }

    public Instance first() {
      return members.getFirst();
    }
  }

  public static List<Group> of(List<Instance> instances, boolean shares) {
    if (!shares) {
      return instances.stream()
          .map(instance -> new Group(instance.name(), List.of(instance)))
          .toList();
    }
    Map<String, List<Instance>> members = new LinkedHashMap<>();
    for (Instance instance : instances) {
      members.computeIfAbsent(name(instance), _ -> new ArrayList<>()).add(instance);
    }
    return members.entrySet().stream()
        .map(group -> new Group(group.getKey(), group.getValue()))
        .toList();
  }

  /// What the group of an instance is called in the mode `shared`.
  static String name(Instance instance) {
    InstanceLog log = instance.log();
    String text =
        new GoJson()
            .raw("host_filter", instance.filtersHost())
            .raw("host_filter_relabel_configs", RemoteWriteJson.rules(instance.hostFilterRules()))
            .raw(
                "remote_write",
                instance.remoteWrites().stream().map(RemoteWriteJson::clear).sorted().toList())
            .text("wal_truncate_frequency", GoDurations.format(log.truncateFrequency()))
            .text("min_wal_time", GoDurations.format(log.minTime()))
            .text("max_wal_time", GoDurations.format(log.maxTime()))
            .text("remote_flush_deadline", GoDurations.format(log.flushDeadline()))
            .raw("write_stale_on_shutdown", log.writesStaleOnShutdown())
            .toString();
    return Digests.hex(Digests.sha256(), text).substring(0, DIGITS);
  }
}
