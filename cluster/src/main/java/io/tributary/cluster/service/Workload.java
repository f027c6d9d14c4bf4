package io.tributary.cluster.service;

import java.util.Set;

/// What runs configurations on this agent. One that is bad does not touch another one. Called by
/// one thread at a time.
public interface Workload {
  /// Runs a configuration, or brings what runs into line with it. Throws
  /// [io.tributary.base.config.ConfigException] where it cannot be run; what ran before goes on
  /// then.
  ///
  /// @param yaml as it lies in the store, unpacked
  void apply(String name, byte[] yaml);

  /// Stops it. `isMoved` says that another agent goes on with it, so that its series live on.
  void remove(String name, boolean isMoved);

  /// The names of what was applied and not removed.
  Set<String> names();
}
