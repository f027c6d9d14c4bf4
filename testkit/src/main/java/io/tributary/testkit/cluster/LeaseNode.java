package io.tributary.testkit.cluster;

import io.tributary.base.time.Clock;
import io.tributary.cluster.lease.LeaseKeeper;
import io.tributary.cluster.lease.LeaseStore;
import io.tributary.cluster.node.Peer;
import io.tributary.cluster.node.PeerState;
import io.tributary.cluster.node.View;
import io.tributary.cluster.sharing.LoopThread;
import io.tributary.cluster.sharing.Standing;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// A node that looks at the lease of its cluster, and sees of the others what a test tells it.
///
/// @param loop on which it does so
public record LeaseNode(String name, LoopThread loop, LeaseKeeper lease) implements AutoCloseable {
  /// Its own are the loop and the lease with its store.
  public static LeaseNode start(String name, LeaseStore store, Clock clock) {
    var loop = new LoopThread("lease-" + name, clock, new LongAdder());
    return new LeaseNode(
        name, loop, new LeaseKeeper(name, name.hashCode(), name + ":1", loop, store, () -> true));
  }

  public void sees(String... names) {
    List<Peer> peers =
        Arrays.stream(names)
            .map(one -> new Peer(one, one + ":1", PeerState.PARTICIPANT, one.equals(name)))
            .toList();
    lease.viewed(new View(loop.nanos(), peers));
  }

  public boolean is(Standing standing) {
    return lease.standing() == standing;
  }

  @Override
  public void close() {
    lease.close();
    loop.close();
  }

  @Override
  public String toString() {
    return name + " " + lease.standing();
  }
}
