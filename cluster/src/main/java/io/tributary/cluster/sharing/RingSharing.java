package io.tributary.cluster.sharing;

import io.tributary.base.time.Clock;
import io.tributary.cluster.node.Peer;
import io.tributary.cluster.node.PeerState;
import io.tributary.cluster.node.Peers;
import io.tributary.cluster.node.Quorum;
import io.tributary.cluster.node.View;
import io.tributary.cluster.placement.AlloyRing;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Shares targets out by Alloy's ring, as Alloy does: each agent decides by itself who owns what,
/// and a target that moves is stopped here and started there without a word.
///
/// A change of the cluster is acted upon at once, and those that follow within a second together.
///
/// Source: grafana/alloy `internal/service/cluster/cluster.go`,
/// `internal/component/discovery/distributed_targets.go`.
public final class RingSharing implements Sharing, Peers.Listener {
  /// The shortest time between two redistributions.
  static final Duration PAUSE = Duration.ofSeconds(1);

  private final Quorum quorum;
  private final Fence fence;
  private final Clock clock;
  private final CopyOnWriteArrayList<Share> shares = new CopyOnWriteArrayList<>();
  private final Thread thread;

  // Guarded by this.
  private Owners owners;
  private boolean isDue;
  private boolean isClosed;

  /// @param self what the ring calls this agent; null while it takes no part
  private record Owners(@Nullable AlloyRing ring, @Nullable String self) {
    List<String> nodes() {
      return ring == null ? List.of() : ring.nodes();
    }

    boolean isMine(long key) {
      return ring != null && ring.owner(key).equals(self);
    }
  }

  public RingSharing(Peers peers, Quorum quorum, Fence fence, Clock clock) {
    this.quorum = quorum;
    this.fence = fence;
    this.clock = clock;
    owners = owners(peers.view());
    thread = Thread.ofVirtual().name("cluster-share").start(this::run);
    peers.listen(this);
    quorum.listen(this::change);
    fence.listen(this::change);
  }

  /// Where nobody takes part, nobody owns anything: this agent is about to.
  private static Owners owners(View view) {
    List<String> names =
        view.peers().stream()
            .filter(peer -> peer.state() == PeerState.PARTICIPANT)
            .map(Peer::name)
            .toList();
    Peer self = view.self();
    return names.isEmpty()
        ? new Owners(null, null)
        : new Owners(
            AlloyRing.of(names), self.state() == PeerState.PARTICIPANT ? self.name() : null);
  }

  @Override
  public synchronized void viewed(View view) {
    Owners next = owners(view);
    boolean isSame = next.nodes().equals(owners.nodes()) && Objects.equals(next.self, owners.self);
    owners = next;
    if (!isSame) {
      change();
    }
  }

  @Override
  public void received(String from, byte[] message) {}

  private synchronized void change() {
    isDue = true;
    notifyAll();
  }

  private void run() {
    try {
      while (awaitChange()) {
        shares.forEach(Share::settle);
        clock.sleepUntil(clock.nanos() + PAUSE.toNanos());
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  private synchronized boolean awaitChange() throws InterruptedException {
    while (!isDue && !isClosed) {
      wait();
    }
    isDue = false;
    return !isClosed;
  }

  private synchronized Owners owners() {
    return owners;
  }

  private boolean isMine(Owners now, long key) {
    return quorum.isReady() && fence.standing().keeps() && now.isMine(key);
  }

  @Override
  public Fence fence() {
    return fence;
  }

  @Override
  public Unit join(String unit, String configDigest, Holder holder) {
    var share = new Share(holder);
    shares.add(share);
    return share;
  }

  @Override
  public void close() {
    synchronized (this) {
      isClosed = true;
      notifyAll();
    }
    thread.interrupt();
  }

  /// The targets of one component. Guarded by itself.
  private final class Share implements Unit {
    private final Holder holder;
    private Set<Long> offered = Set.of();
    private final Set<Long> held = new HashSet<>();

    Share(Holder holder) {
      this.holder = holder;
    }

    @Override
    public synchronized void offer(Collection<Long> keys) {
      offered = new LinkedHashSet<>(keys);
      held.removeIf(key -> {
        boolean isGone = !offered.contains(key);
        if (isGone) {
          holder.end(key);
        }
        return isGone;
      });
      settle();
    }

    /// While it is not decided which side of the cluster goes on, what is here stays.
    synchronized void settle() {
      Standing standing = fence.standing();
      if (standing.keeps() && !standing.leads()) {
        return;
      }
      Owners now = owners();
      for (Iterator<Long> all = held.iterator(); all.hasNext(); ) {
        long key = all.next();
        if (!isMine(now, key)) {
          all.remove();
          holder.release(key, _ -> {});
        }
      }
      for (long key : offered) {
        if (isMine(now, key) && held.add(key)) {
          holder.take(key, Optional.empty());
        }
      }
    }

    @Override
    public boolean isShared() {
      Owners now = owners();
      return now.nodes().stream().anyMatch(node -> !node.equals(now.self));
    }

    @Override
    public synchronized void close() {
      shares.remove(this);
      offered = Set.of();
      held.clear();
    }
  }
}
