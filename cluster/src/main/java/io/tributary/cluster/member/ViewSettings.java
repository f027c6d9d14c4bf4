package io.tributary.cluster.member;

import io.tributary.cluster.ring.OwnerRule;
import java.time.Duration;
import java.util.Set;

/// How a [RingView] judges.
///
/// @param excludedZones members there play no part
/// @param contactPeriod how often this agent writes into the ring when all is well
/// @param grace how long others may take to come back after the store was away or lost the ring
public record ViewSettings(
    OwnerRule rule, Set<String> excludedZones, Duration contactPeriod, Duration grace) {
  /// Whoever was away with the store tries again each period; an attempt may hang for some seconds
  /// first.
  private static final Duration LEAST_GRACE = Duration.ofSeconds(20);

  private static final int GRACE_PERIODS = 4;

  public ViewSettings {
    excludedZones = Set.copyOf(excludedZones);
  }

  /// With a grace that fits the period: 20 s for the default of five.
  public static ViewSettings of(OwnerRule rule, Set<String> excludedZones, Duration contactPeriod) {
    Duration periods = contactPeriod.multipliedBy(GRACE_PERIODS);
    Duration grace = periods.compareTo(LEAST_GRACE) > 0 ? periods : LEAST_GRACE;
    return new ViewSettings(rule, excludedZones, contactPeriod, grace);
  }
}
