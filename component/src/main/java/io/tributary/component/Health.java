package io.tributary.component;

import java.time.Instant;

/// How a component does, why, and since when.
public record Health(HealthState state, String message, Instant time) {
  public static Health healthy(String message, Instant time) {
    return new Health(HealthState.HEALTHY, message, time);
  }

  public static Health unknown(String message, Instant time) {
    return new Health(HealthState.UNKNOWN, message, time);
  }

  public static Health unhealthy(String message, Instant time) {
    return new Health(HealthState.UNHEALTHY, message, time);
  }

  public static Health exited(String message, Instant time) {
    return new Health(HealthState.EXITED, message, time);
  }

  public boolean isHealthy() {
    return state == HealthState.HEALTHY;
  }

  /// The worst of some; of equally bad ones the latest, and of those the first.
  ///
  /// Source: grafana/alloy `internal/component/component_health.go`, LeastHealthy.
  public static Health leastHealthy(Health first, Iterable<Health> others) {
    Health worst = first;
    for (Health other : others) {
      int order = other.state.compareTo(worst.state);
      if (order > 0 || (order == 0 && other.time.isAfter(worst.time))) {
        worst = other;
      }
    }
    return worst;
  }
}
