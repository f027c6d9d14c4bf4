package io.tributary.cluster.lease;

import io.tributary.cluster.lease.Lease.Holder;
import io.tributary.cluster.node.Peer;
import io.tributary.cluster.node.PeerState;
import io.tributary.cluster.node.View;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The agents that this one sees, as a side of a cluster that may have fallen apart.
///
/// @param self this agent, as it would hold the lease
/// @param names of all, this agent among them
/// @param rank how many come before this agent where it could hold the lease, or [#NEVER]
record Side(Holder self, Set<String> names, Set<String> leaving, int rank) {
  static final int NEVER = Integer.MAX_VALUE;

  Side {
    names = Set.copyOf(names);
    leaving = Set.copyOf(leaving);
  }

  static Side alone(Holder self) {
    return new Side(self, Set.of(self.name()), Set.of(), NEVER);
  }

  static Side of(Holder self, View view) {
    Set<String> names = new LinkedHashSet<>();
    Set<String> leaving = new LinkedHashSet<>();
    List<String> able = new ArrayList<>();
    for (Peer peer : view.peers()) {
      names.add(peer.name());
      if (peer.state() == PeerState.TERMINATING) {
        leaving.add(peer.name());
      } else if (peer.state() == PeerState.PARTICIPANT) {
        able.add(peer.name());
      }
    }
    int rank = able.indexOf(self.name());
    boolean isAble = rank >= 0 && view.self().state() == PeerState.PARTICIPANT;
    return new Side(self, names, leaving, isAble ? rank : NEVER);
  }

  /// Whether the holder is one of us. A process before this one that had its name is not.
  boolean has(Holder holder) {
    return holder.name().equals(self.name()) ? holder.equals(self) : names.contains(holder.name());
  }

  Set<String> counted() {
    var counted = new LinkedHashSet<>(names);
    counted.removeAll(leaving);
    return counted;
  }

  /// Whether the holder was a process before this one, at its address: it cannot live any more.
  boolean succeeds(Holder holder) {
    return holder.name().equals(self.name()) && holder.address().equals(self.address());
  }

  /// Whether no other side can outnumber this one. A holder elsewhere that has this agent's name is
  /// the member of that name.
  boolean isStrongIn(Lease lease) {
    Holder holder = lease.holder();
    boolean hasHolder = has(holder) || succeeds(holder);
    if (holder.name().equals(self.name()) && !hasHolder) {
      var others = new LinkedHashSet<>(names);
      others.remove(self.name());
      return lease.isStrong(others, false);
    }
    return lease.isStrong(names, hasHolder);
  }
}
