package io.tributary.cluster.placement;

import static io.tributary.cluster.placement.PlacementRequest.NOBODY;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;

/// Moves targets from nodes that bear more than their share to those that bear less, where one of
/// them is too far from it; as few as that takes, and no more than may move.
final class Balancing {
  private final PlacementRequest request;
  private final Shares shares;
  private final int[] owners;
  private final double[] loads;
  private final int[] order;
  private final boolean[] isMoved;

  /// What each node has, in the order in which it gives away; made when it is asked for.
  private final int[][] queues;

  private double movable;
  private double movedLoad;
  private int moved;

  Balancing(PlacementRequest request, Shares shares, int[] owners, double[] loads, int[] order) {
    this.request = request;
    this.shares = shares;
    this.owners = owners;
    this.loads = loads;
    this.order = order;
    isMoved = new boolean[owners.length];
    queues = new int[request.nodes().size()][];
    movable = request.movable() * shares.total();
  }

  int moved() {
    return moved;
  }

  double movedRatio() {
    return shares.total() > 0 ? movedLoad / shares.total() : 0;
  }

  void run() {
    if (Arrays.stream(shares.nodes()).allMatch(this::isTolerable)) {
      return;
    }
    bringGiantsHome();
    BitSet done = new BitSet();
    for (int node = emptiest(done); node != NOBODY; node = emptiest(done)) {
      fill(node);
      done.set(node);
    }
    done.clear();
    for (int node = fullest(done); node != NOBODY; node = fullest(done)) {
      relieve(node);
      done.set(node);
    }
  }

  private boolean isTolerable(int node) {
    double fill = shares.fill(node);
    return fill <= 1 + Placer.TOLERANCE && fill >= 1 - Placer.TOLERANCE;
  }

  /// Two giants on one node: one of them goes to a node that is kept free for it.
  private void bringGiantsHome() {
    for (int node : shares.nodes()) {
      int giant = shares.giantOf(node);
      if (giant != NOBODY && owners[giant] != NOBODY && owners[giant] != node) {
        move(giant, node);
      }
    }
  }

  private int fullest(BitSet done) {
    int found = NOBODY;
    for (int node : shares.nodes()) {
      if (!done.get(node)
          && shares.fill(node) > 1 + Placer.TOLERANCE
          && (found == NOBODY || shares.fill(node) > shares.fill(found))) {
        found = node;
      }
    }
    return found;
  }

  private int emptiest(BitSet done) {
    int found = NOBODY;
    for (int node : shares.nodes()) {
      if (!done.get(node)
          && shares.fill(node) < 1 - Placer.TOLERANCE
          && (found == NOBODY || shares.fill(node) < shares.fill(found))) {
        found = node;
      }
    }
    return found;
  }

  /// Gives away until the node is at its share. What fits nowhere goes where it does less harm.
  private void relieve(int from) {
    for (int item : queue(from)) {
      if (shares.fill(from) <= 1 + Placer.ROOM) {
        return;
      }
      if (isMovable(item, from) && shares.giantOf(from) != item) {
        int to = taker(item, from);
        if (to != NOBODY) {
          move(item, to);
        }
      }
    }
  }

  /// The emptiest node that has room, or else one that is better off with the target than `from` is
  /// now.
  private int taker(int item, int from) {
    int roomy = NOBODY;
    int better = NOBODY;
    double worst = shares.pressure(from) - Placer.TOLERANCE * shares.level();
    for (int node : shares.nodes()) {
      if (node == from || !request.eligibility().mayOwn(node, request.keys()[item])) {
        continue;
      }
      if (shares.hasRoom(node, item)
          && (roomy == NOBODY || shares.fill(node) < shares.fill(roomy))) {
        roomy = node;
      }
      if (shares.giantOf(node) == NOBODY && shares.pressureWith(node, item) < worst) {
        better = node;
        worst = shares.pressureWith(node, item);
      }
    }
    return roomy != NOBODY ? roomy : better;
  }

  /// Takes from the fullest ones in turn until the node is almost at its share.
  private void fill(int to) {
    int[] next = new int[queues.length];
    BitSet exhausted = new BitSet();
    exhausted.set(to);
    while (shares.fill(to) < 1 - Placer.ROOM) {
      int from = giver(exhausted);
      if (from == NOBODY) {
        return;
      }
      int item = nextFor(to, from, next);
      if (item == NOBODY) {
        exhausted.set(from);
      } else if (!move(item, to)) {
        return;
      }
    }
  }

  private int giver(BitSet exhausted) {
    int found = NOBODY;
    for (int node : shares.nodes()) {
      if (!exhausted.get(node)
          && shares.fill(node) > 1 - Placer.ROOM
          && (found == NOBODY || shares.fill(node) > shares.fill(found))) {
        found = node;
      }
    }
    return found;
  }

  private int nextFor(int to, int from, int[] next) {
    int[] queue = queue(from);
    while (next[from] < queue.length) {
      int item = queue[next[from]++];
      if (isMovable(item, from)
          && shares.giantOf(from) != item
          && shares.hasRoom(to, item)
          && (shares.borne(from) - loads[item]) >= shares.share(from) * (1 - Placer.TOLERANCE)
          && request.eligibility().mayOwn(to, request.keys()[item])) {
        return item;
      }
    }
    return NOBODY;
  }

  private boolean isMovable(int item, int from) {
    return owners[item] == from && !isMoved[item] && (isFree(item) || loads[item] <= movable);
  }

  /// What nobody has yet may be put elsewhere for nothing.
  private boolean isFree(int item) {
    return request.owners()[item] != owners[item];
  }

  private boolean move(int item, int to) {
    if (!isFree(item) && loads[item] > movable) {
      return false;
    }
    int from = owners[item];
    shares.move(item, from, to);
    owners[item] = to;
    isMoved[item] = true;
    if (request.owners()[item] == from) {
      movable -= loads[item];
      movedLoad += loads[item];
      moved++;
    }
    return true;
  }

  /// What a node has: what nobody had before it, and then the rest, mixed. Targets of one job have
  /// keys that look alike to nobody, but taking them in the order of keys would cut stretches out
  /// of the ring.
  private int[] queue(int node) {
    if (queues[node] == null) {
      queues[node] =
          Arrays.stream(order)
              .filter(item -> owners[item] == node)
              .mapToObj(item -> new Queued(item, !isFree(item), mixed(request.keys()[item])))
              .sorted(Comparator.comparing(Queued::isOwned).thenComparingLong(Queued::rank))
              .mapToInt(Queued::item)
              .toArray();
    }
    return queues[node];
  }

  private record Queued(int item, boolean isOwned, long rank) {}

  private static long mixed(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 31);
  }
}
