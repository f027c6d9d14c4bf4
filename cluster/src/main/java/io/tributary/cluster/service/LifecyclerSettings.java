package io.tributary.cluster.service;

import io.tributary.cluster.store.StoreSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// The block `lifecycler`: how this agent takes part in the ring.
///
/// @param tokens how many places on the ring it takes
/// @param heartbeatPeriod zero for no heartbeats
/// @param observePeriod how long it watches that nobody else has its tokens; zero for not at all
/// @param joinAfter how long it waits before it takes tokens
/// @param finalSleep how long it stays in the ring after others were told that it leaves
/// @param tokensFile where its tokens are kept between two runs; empty for nowhere
/// @param address what others reach it by; empty to find that out
/// @param port 0 for that of the gRPC server
/// @param id empty for the name of the host
///
///   Source: grafana/dskit `ring/lifecycler.go`, LifecyclerConfig.
public record LifecyclerSettings(
    RingSettings ring,
    int tokens,
    Duration heartbeatPeriod,
    Duration observePeriod,
    Duration joinAfter,
    Duration finalSleep,
    String tokensFile,
    List<String> interfaces,
    boolean usesIpv6,
    String address,
    int port,
    String id,
    String zone,
    boolean unregisters) {
  /// More would only make the one value of the ring in the store heavy, which every heartbeat
  /// rewrites.
  public static final int MAX_TOKENS = 16_384;

  public static final LifecyclerSettings DEFAULTS =
      new LifecyclerSettings(
          RingSettings.DEFAULTS,
          128,
          Duration.ofSeconds(5),
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          "",
          List.of(),
          false,
          "",
          0,
          "",
          "",
          true);

  public LifecyclerSettings {
    interfaces = List.copyOf(interfaces);
  }

  public LifecyclerSettings withId(String other) {
    return new LifecyclerSettings(
        ring,
        tokens,
        heartbeatPeriod,
        observePeriod,
        joinAfter,
        finalSleep,
        tokensFile,
        interfaces,
        usesIpv6,
        address,
        port,
        other,
        zone,
        unregisters);
  }

  /// @param heartbeatTimeout after which a silent member counts as dead; zero for never
  /// @param takesOverFromDead whether the next member owns what a dead one would; false in a ring
  ///   with agents of the original, which leave that to nobody
  public record RingSettings(
      StoreSettings store,
      Duration heartbeatTimeout,
      Set<String> excludedZones,
      boolean takesOverFromDead) {
    public static final RingSettings DEFAULTS =
        new RingSettings(
            StoreSettings.DEFAULTS.withPrefix("collectors/"),
            Duration.ofMinutes(1),
            Set.of(),
            true);

    public RingSettings {
      excludedZones = Set.copyOf(excludedZones);
    }
  }
}
