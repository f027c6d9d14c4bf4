package io.tributary.cluster.service;

import io.tributary.base.disk.Disk;
import io.tributary.base.time.Clock;
import io.tributary.cluster.configs.DocumentCheck;
import io.tributary.cluster.store.KeyValueStore;
import java.util.random.RandomGenerator;

/// What a [ScrapingService] is made with. It closes neither the stores nor the peers.
///
/// @param ringStore where the ring is; its keys are below the prefix already
/// @param configurationStore where configurations are; its keys are their names
/// @param address `host:port`, where others reach this agent
public record ServiceParts(
    KeyValueStore ringStore,
    KeyValueStore configurationStore,
    String address,
    Workload workload,
    DocumentCheck check,
    Peers peers,
    Clock clock,
    RandomGenerator random,
    Disk disk) {}
