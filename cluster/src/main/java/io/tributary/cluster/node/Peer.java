package io.tributary.cluster.node;

/// An agent in a cluster.
///
/// @param name unique in the cluster; what ownership is decided by
/// @param address `host:port` of its HTTP surface
public record Peer(String name, String address, PeerState state, boolean isSelf) {}
