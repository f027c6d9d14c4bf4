package io.tributary.component;

import java.util.Locale;

/// How a component does, the best first: of two, the later one is the worse.
public enum HealthState {
  HEALTHY,
  /// It has just been made.
  UNKNOWN,
  UNHEALTHY,
  /// Its run has ended.
  EXITED;

  /// As the API spells it.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
