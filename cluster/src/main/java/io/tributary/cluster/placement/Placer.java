package io.tributary.cluster.placement;

import static io.tributary.cluster.placement.PlacementRequest.NOBODY;

import io.tributary.cluster.placement.PlacementRequest.Node;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Places targets on nodes: by a consistent hash, as far as the load of each node allows.
///
/// - Who owns a target keeps it. What nobody owns goes to the first node on the ring that has room
///   for it.
/// - A node has room up to its share of the load and [#ROOM] more. Shares follow the nodes'
///   weights; a target that is more than a share makes up the share of its node alone, and the
///   others share the rest.
/// - Only when a node is further from its share than [#TOLERANCE] do targets move, and then until
///   it is within [#ROOM]. So costs that wobble move nothing, and a node that joins N others takes
///   over about 1/(N+1) of the load.
/// - Targets whose load is not known count as the median of the others.
///
/// The result depends on the request alone. Owned by one thread: it keeps the last ring, because
/// nodes are mostly the same from one time to the next.
///
/// Source of the idea: Mirrokni, Thorup, Zadimoghaddam: Consistent Hashing with Bounded Loads.
public final class Placer {
  /// How far from its share a node may come to be before targets move.
  static final double TOLERANCE = 0.10;

  /// How close to its share a node is filled, and emptied.
  static final double ROOM = 0.03;

  /// Targets that are a larger part of a share are placed first, the largest before the others.
  private static final double LARGE = 0.02;

  private AlloyRing ring = AlloyRing.of(List.of());

  public Placement place(PlacementRequest request) {
    int[] owners = new int[request.keys().length];
    Arrays.fill(owners, NOBODY);
    if (request.nodes().isEmpty()) {
      return new Placement(owners, 0, 0);
    }
    ring = ring.with(request.nodes().stream().map(Node::name).toList());
    double[] loads = known(request.loads());
    int[] order = order(request.keys());
    var shares = new Shares(request, ring, loads, order);
    shares.keepOwners(owners, order);
    placeRest(request, shares, owners, order);
    var balancing = new Balancing(request, shares, owners, loads, order);
    balancing.run();
    return new Placement(owners, balancing.moved(), balancing.movedRatio());
  }

  /// Puts the median where a load is not known.
  static double[] known(double[] loads) {
    double[] sorted = Arrays.stream(loads).filter(load -> !Double.isNaN(load)).sorted().toArray();
    if (sorted.length == loads.length) {
      return loads;
    }
    double median = sorted.length == 0 ? 1 : sorted[sorted.length / 2];
    return Arrays.stream(loads).map(load -> Double.isNaN(load) ? median : load).toArray();
  }

  /// The places of the keys in ascending order.
  private static int[] order(long[] keys) {
    int[] order = IntStream.range(0, keys.length).toArray();
    for (int i = 1; i < keys.length; i++) {
      if (keys[i - 1] > keys[i]) {
        return IntStream.range(0, keys.length)
            .boxed()
            .sorted((a, b) -> Long.compare(keys[a], keys[b]))
            .mapToInt(Integer::intValue)
            .toArray();
      }
    }
    return order;
  }

  private void placeRest(PlacementRequest request, Shares shares, int[] owners, int[] order) {
    double large = LARGE * shares.level();
    int[] homeless = Arrays.stream(order).filter(item -> owners[item] == NOBODY).toArray();
    Arrays.stream(homeless)
        .filter(item -> shares.load(item) > large)
        .boxed()
        .sorted((a, b) -> Double.compare(shares.load(b), shares.load(a))) // stable: then by key
        .forEach(item -> put(request, shares, owners, item));
    for (int item : homeless) {
      if (shares.load(item) <= large) {
        put(request, shares, owners, item);
      }
    }
  }

  private void put(PlacementRequest request, Shares shares, int[] owners, int item) {
    int node = firstWithRoom(request, shares, item);
    if (node == NOBODY) {
      node = shares.leastLoaded(item);
    }
    owners[item] = node;
    if (node != NOBODY) {
      shares.add(node, item);
    }
  }

  private int firstWithRoom(PlacementRequest request, Shares shares, int item) {
    long key = request.keys()[item];
    int start = ring.search(key);
    int count = ring.tokenCount();
    for (int i = 0; i < count; i++) {
      int at = start + i < count ? start + i : start + i - count;
      int node = shares.nodeAt(at);
      if (shares.hasRoom(node, item) && request.eligibility().mayOwn(node, key)) {
        return node;
      }
    }
    return NOBODY;
  }
}
