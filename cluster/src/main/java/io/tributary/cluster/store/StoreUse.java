package io.tributary.cluster.store;

/// What a store is opened for, as its metrics name it.
///
/// @param metricPrefix before the names of its metrics
/// @param name the label `kv_name`
/// @param isConfigurations whether the original reads whole lists of it past its metrics, and has a
///   metric of its own for that
///
///   Source: grafana/agent `static/metrics/cluster/node.go`, `instance/configstore/remote.go`.
public record StoreUse(String metricPrefix, String name, boolean isConfigurations) {
  public static final StoreUse CONFIGURATIONS = new StoreUse("", "agent_configs", true);

  /// The ring as whoever asks for owners reads it.
  public static final StoreUse RING = new StoreUse("", "agent_viewer-ring", false);

  /// The ring as an agent's own membership changes it.
  public static final StoreUse LIFECYCLER = new StoreUse("agent_dskit_", "agent-lifecycler", false);
}
