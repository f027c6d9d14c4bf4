package io.tributary.cluster.node;

/// The cluster as seen by the agent that runs here, which alone says what state it is in.
public interface Node extends Peers {
  /// Tells everybody that this agent is in another state; one that cannot follow the present one is
  /// ignored.
  void become(PeerState state);
}
