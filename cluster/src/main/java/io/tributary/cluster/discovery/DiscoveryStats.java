package io.tributary.cluster.discovery;

import java.util.concurrent.atomic.LongAdder;

/// What has happened so far on this agent. Thread-safe.
public final class DiscoveryStats {
  final LongAdder began = new LongAdder();
  final LongAdder rejected = new LongAdder();

  /// How often this agent began to discover for the cluster.
  public long began() {
    return began.sum();
  }

  /// Messages of others that could not be read.
  public long rejected() {
    return rejected.sum();
  }
}
