package io.tributary.cluster.ring;

/// How an agent takes part in the ring.
///
/// @param key of the ring in the store
/// @param id of this agent, unique in the ring
/// @param address `host:port`, where others reach this agent
/// @param zone empty where zones play no part
/// @param tokens how many places on the ring it takes
/// @param observes whether it watches for a while that nobody else has its tokens
/// @param unregisters whether its entry goes with it
public record EntrySettings(
    String key,
    String id,
    String address,
    String zone,
    int tokens,
    boolean observes,
    boolean unregisters) {}
