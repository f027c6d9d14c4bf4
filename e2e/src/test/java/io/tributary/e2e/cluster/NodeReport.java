package io.tributary.e2e.cluster;

import io.tributary.e2e.ChildProcess;
import io.tributary.e2e.JsonValues;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a node tells of its cluster: `/api/v0/web/cluster`. Numbers are -1, and texts empty, where
/// it says nothing of that.
///
/// @param owners how many nodes take part, as far as it sees
/// @param held how many targets it has, `moving` how many are on their way
/// @param leader who gives out the targets
/// @param standing what the lease lets it do, `holder` who has that, `problem` of the store
/// @param runsOn who discovers, `isRunning` whether it is this one, `known` how many it knows of
record NodeReport(
    int owners,
    int held,
    int moving,
    String leader,
    String standing,
    String holder,
    String problem,
    String runsOn,
    boolean isRunning,
    int known) {

  static NodeReport of(ChildProcess process) throws IOException, InterruptedException {
    Object all = JsonValues.read(process.get("/api/v0/web/cluster").body());
    Object unit = first(JsonValues.at(all, "units"));
    Object lease = JsonValues.at(all, "lease");
    Object discovery = first(JsonValues.at(all, "discovery"));
    return new NodeReport(
        JsonValues.at(unit, "owners") instanceof List<?> owners ? owners.size() : -1,
        number(unit, "held"),
        number(unit, "moving"),
        text(unit, "leader"),
        text(lease, "standing"),
        text(lease, "holder"),
        text(lease, "problem"),
        text(discovery, "runsOn"),
        text(discovery, "role").equals("runs"),
        number(discovery, "targets"));
  }

  private static @Nullable Object first(@Nullable Object list) {
    return list instanceof List<?> all && !all.isEmpty() ? all.getFirst() : null;
  }

  private static int number(@Nullable Object object, String name) {
    return JsonValues.at(object, name) instanceof Double number ? number.intValue() : -1;
  }

  private static String text(@Nullable Object object, String name) {
    return JsonValues.at(object, name) instanceof String text ? text : "";
  }
}
