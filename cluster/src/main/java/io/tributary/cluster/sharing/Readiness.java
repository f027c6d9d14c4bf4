package io.tributary.cluster.sharing;

/// Whether there are enough agents to begin. Too few of them would fall over one after the other
/// under the targets of all.
///
/// Owned by the loop.
///
/// Source: grafana/alloy `internal/service/cluster`, wait-for-size.
final class Readiness {
  private final SharingSettings settings;
  private long waitsSinceNanos;
  private boolean hasGivenUp;
  private boolean isReady;

  Readiness(SharingSettings settings, long nowNanos) {
    this.settings = settings;
    waitsSinceNanos = nowNanos;
  }

  /// @param peers this agent among them
  boolean isReady(int peers, long nowNanos) {
    if (peers >= settings.minimumPeers()) {
      hasGivenUp = false;
      isReady = true;
      return true;
    }
    if (isReady && !hasGivenUp) {
      waitsSinceNanos = nowNanos;
      isReady = false;
    }
    long timeoutNanos = settings.waitTimeout().toNanos();
    if (timeoutNanos > 0 && nowNanos - waitsSinceNanos >= timeoutNanos) {
      hasGivenUp = true;
      isReady = true;
    }
    return isReady;
  }
}
