package io.tributary.cluster.service;

import io.tributary.base.disk.Disk;
import io.tributary.base.time.Clock;
import io.tributary.cluster.configs.DocumentCheck;
import io.tributary.cluster.store.KeyValueStore;
import java.util.random.RandomGenerator;

/// What a [ScrapingService] is made with. It closes neither the stores nor the calls.
///
/// @param ringStore where the ring is read; its keys are below the prefix already
/// @param memberStore where this agent writes itself into the ring: the same, or opened once more,
///   as the original does, whose metrics tell the two apart
/// @param configurationStore where configurations are; its keys are their names
/// @param address `host:port`, where others reach this agent
public record ServiceParts(
    KeyValueStore ringStore,
    KeyValueStore memberStore,
    KeyValueStore configurationStore,
    String address,
    Workload workload,
    DocumentCheck check,
    AgentCalls calls,
    Clock clock,
    RandomGenerator random,
    Disk disk) {
  /// With one store for reading the ring and for writing into it.
  public ServiceParts(
      KeyValueStore ringStore,
      KeyValueStore configurationStore,
      String address,
      Workload workload,
      DocumentCheck check,
      AgentCalls calls,
      Clock clock,
      RandomGenerator random,
      Disk disk) {
    this(
        ringStore,
        ringStore,
        configurationStore,
        address,
        workload,
        check,
        calls,
        clock,
        random,
        disk);
  }
}
