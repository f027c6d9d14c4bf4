package io.tributary.cluster.node;

import java.util.Locale;

/// What an agent in a cluster is doing.
///
/// Source: grafana/ckit `peer/peer.go`.
public enum PeerState {
  /// Is there, and owns nothing yet.
  VIEWER,

  /// Owns its part.
  PARTICIPANT,

  /// Is about to leave: takes nothing new.
  TERMINATING;

  /// As in the API and in metrics.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether an agent may go from this state to another one.
  public boolean allows(PeerState next) {
    return next.compareTo(this) > 0;
  }
}
