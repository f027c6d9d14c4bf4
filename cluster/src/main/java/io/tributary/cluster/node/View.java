package io.tributary.cluster.node;

import java.util.List;
import java.util.Optional;

/// Who is in the cluster at one moment.
///
/// @param number grows with every change that this agent sees; two agents may number the same view
///   differently
/// @param peers in the same order on every agent that has the same ones: the first one coordinates
public record View(long number, List<Peer> peers) {
  public View {
    peers = List.copyOf(peers);
  }

  /// This agent itself.
  public Peer self() {
    return peers.stream().filter(Peer::isSelf).findFirst().orElseThrow();
  }

  public Optional<Peer> peer(String name) {
    return peers.stream().filter(peer -> peer.name().equals(name)).findFirst();
  }
}
