package io.tributary.cluster.service;

import java.util.Locale;

/// How a configuration of this agent fares.
///
/// @param problem why it does not run, or not as it lies in the store; empty where all is well
/// @param sinceMs when it came to this, in milliseconds of Unix time
public record ConfigurationStatus(String name, State state, String problem, long sinceMs) {
  public enum State {
    /// Runs as it lies in the store.
    RUNNING,
    /// Runs as it lay in the store before; the present one cannot be run.
    OUTDATED,
    /// Cannot be run, and does not.
    FAILED,
    /// Runs on for a moment, until another agent has begun with it.
    LEAVING,
    /// Is not in the store any more, and runs on until that is confirmed.
    MISSING;

    /// As the API and metrics write it.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
