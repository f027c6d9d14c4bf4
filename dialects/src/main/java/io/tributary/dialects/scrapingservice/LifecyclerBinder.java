package io.tributary.dialects.scrapingservice;

import io.tributary.cluster.service.LifecyclerSettings;
import io.tributary.cluster.service.LifecyclerSettings.RingSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/// Binds a `lifecycler`.
///
/// Source: grafana/dskit `ring/lifecycler.go`, LifecyclerConfig; `ring/ring.go`, Config.
final class LifecyclerBinder {
  private static final int MAX_PORT = 65_535;

  private final FlaggedFields fields;
  private final boolean isNeeded;

  LifecyclerBinder(FlaggedFields fields, boolean isNeeded) {
    this.fields = fields;
    this.isNeeded = isNeeded;
  }

  LifecyclerSettings bind() {
    LifecyclerSettings usual = LifecyclerSettings.DEFAULTS;
    var settings =
        new LifecyclerSettings(
            ring(fields.section("ring")),
            fields.whole(
                "num_tokens", "num-tokens", usual.tokens(), 1, LifecyclerSettings.MAX_TOKENS),
            fields.duration("heartbeat_period", "heartbeat-period", usual.heartbeatPeriod()),
            fields.duration("observe_period", "observe-period", usual.observePeriod()),
            fields.duration("join_after", "join-after", usual.joinAfter()),
            fields.duration("final_sleep", "final-sleep", usual.finalSleep()),
            tokensFile(),
            fields.texts("interface_names", "lifecycler.interface"),
            fields.bool("enable_inet6", "enable-inet6", usual.usesIpv6()),
            fields.text("address", "lifecycler.addr", usual.address()),
            fields.whole("port", "lifecycler.port", usual.port(), 0, MAX_PORT),
            fields.text("id", "lifecycler.ID", usual.id()),
            fields.text("availability_zone", "availability-zone", usual.zone()),
            fields.bool("unregister_on_shutdown", "unregister-on-shutdown", usual.unregisters()));
    inert();
    fields.finish();
    return settings;
  }

  private String tokensFile() {
    String key = "tokens_file_path";
    String flag = "tokens-file-path";
    String name = fields.text(key, flag, "");
    try {
      var _ = Path.of(name);
      return name;
    } catch (InvalidPathException e) {
      fields.error(key, flag, "not a path: " + e.getReason());
      return "";
    }
  }

  /// What the original reads and its agent asks for nowhere.
  private void inert() {
    fields.duration("heartbeat_timeout", "", Duration.ZERO);
    fields.warning(
        "heartbeat_timeout",
        "heartbeat_timeout of the lifecycler has no effect, nor has it in the original:"
            + " ring.heartbeat_timeout says when a member counts as dead");
    fields.duration("min_ready_duration", "", Duration.ZERO);
    fields.warning(
        "min_ready_duration", "min_ready_duration has no effect, nor has it in the original");
    fields.bool("readiness_check_ring_health", "", true);
    fields.warning(
        "readiness_check_ring_health",
        "readiness_check_ring_health has no effect, nor has it in the original");
  }

  private RingSettings ring(FlaggedFields ring) {
    RingSettings usual = RingSettings.DEFAULTS;
    var settings =
        new RingSettings(
            new StoreBinder(ring.section("kvstore"), usual.store(), isNeeded).bind(),
            ring.duration("heartbeat_timeout", "ring.heartbeat-timeout", usual.heartbeatTimeout()),
            Set.copyOf(ring.words("excluded_zones", "distributor.excluded-zones")),
            ring.bool(
                "take_over_from_dead", "ring.take-over-from-dead", usual.takesOverFromDead()));
    replication(ring);
    ring.finish();
    return settings;
  }

  private static void replication(FlaggedFields ring) {
    int written = ring.fields().integer("replication_factor", 1);
    if (written != 1) {
      ring.warning(
          "replication_factor",
          "replication_factor is 1 whatever is written here, as in the original: each"
              + " configuration runs on one agent");
    }
    int given = ring.whole("", "distributor.replication-factor", 1, 0, Integer.MAX_VALUE);
    if (given != 1) {
      ring.error(
          "replication_factor",
          "distributor.replication-factor",
          "a replication factor of "
              + given
              + " is not supported: each configuration runs on one"
              + " agent");
    }
    if (ring.fields().bool("zone_awareness_enabled", false)) {
      ring.warning(
          "zone_awareness_enabled",
          "zone_awareness_enabled has no effect, nor has it in the original where each"
              + " configuration runs on one agent");
    }
  }
}
