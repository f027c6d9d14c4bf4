package io.tributary.discovery;

/// Bounds on what a discovery mechanism may bring in. What exceeds them counts as a failed refresh:
/// the targets known before stay in force.
///
/// `maxBodyBytes` bounds one file or one HTTP answer, `maxTargets` the targets of one mechanism.
public record DiscoveryLimits(int maxBodyBytes, int maxTargets) {
  public static final DiscoveryLimits DEFAULTS = new DiscoveryLimits(64 << 20, 1_000_000);
}
