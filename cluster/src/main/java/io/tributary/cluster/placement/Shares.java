package io.tributary.cluster.placement;

import static io.tributary.cluster.placement.PlacementRequest.NOBODY;

import io.tributary.cluster.placement.PlacementRequest.Node;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// How much each node is to bear, and how much it bears so far. Nodes are places in the request.
///
/// Targets that are more than a share, the giants, are given to nodes first: such a node's share is
/// the giant, and the rest is shared by the other nodes.
final class Shares {
  private final PlacementRequest request;
  private final AlloyRing ring;
  private final double[] loads;

  /// The place in the request of each node of the ring.
  private final int[] places;

  private final double[] weights;
  private final double[] borne;
  private final int[] giants;
  private final boolean[] giantIsHere;

  /// Load for each unit of weight, on nodes without a giant.
  private double level;

  private double total;

  Shares(PlacementRequest request, AlloyRing ring, double[] loads, int[] order) {
    this.request = request;
    this.ring = ring;
    this.loads = loads;
    places = places(request.nodes(), ring);
    weights = request.nodes().stream().mapToDouble(Node::weight).toArray();
    borne = new double[weights.length];
    giants = new int[weights.length];
    giantIsHere = new boolean[weights.length];
    Arrays.fill(giants, NOBODY);
    for (int item : order) {
      total += loads[item];
    }
    findGiants(order);
  }

  private static int[] places(List<Node> nodes, AlloyRing ring) {
    Map<String, Integer> byName = HashMap.newHashMap(nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      byName.put(nodes.get(i).name(), i);
    }
    return ring.nodes().stream().mapToInt(byName::get).toArray();
  }

  private void findGiants(int[] order) {
    double rest = total;
    // In the order of names, so that rounding does not depend on the order of the request.
    double bearing = Arrays.stream(places).mapToDouble(node -> weights[node]).sum();
    level = rest / bearing;
    int[] largest = largest(order, weights.length - 1);
    for (int item : largest) {
      int node = homeOfGiant(item);
      if (node == NOBODY || loads[item] <= level * weights[node]) {
        break;
      }
      giants[node] = item;
      rest -= loads[item];
      bearing -= weights[node];
      level = Math.max(rest, 0) / bearing;
    }
  }

  /// The `count` largest targets, the largest first.
  private int[] largest(int[] order, int count) {
    Comparator<Integer> bySize = Comparator.comparingDouble(item -> loads[item]);
    Comparator<Integer> smallFirst =
        bySize.thenComparing(item -> request.keys()[item], Comparator.reverseOrder());
    var found = new PriorityQueue<Integer>(count + 1, smallFirst);
    double smallest = Double.NEGATIVE_INFINITY;
    for (int item : order) {
      if (count > 0 && (found.size() < count || loads[item] > smallest)) {
        found.add(item);
        if (found.size() > count) {
          found.remove();
        }
        smallest = loads[found.element()];
      }
    }
    return found.stream().sorted(smallFirst.reversed()).mapToInt(Integer::intValue).toArray();
  }

  /// Where it is now, unless others bear more than twice as much; or else the first on the ring of
  /// the nodes that bear the most.
  private int homeOfGiant(int item) {
    long key = request.keys()[item];
    double heaviest = 0;
    for (int node = 0; node < weights.length; node++) {
      if (giants[node] == NOBODY && request.eligibility().mayOwn(node, key)) {
        heaviest = Math.max(heaviest, weights[node]);
      }
    }
    int owner = request.owners()[item];
    if (owner != NOBODY
        && giants[owner] == NOBODY
        && weights[owner] * 2 >= heaviest
        && request.eligibility().mayOwn(owner, key)) {
      return owner;
    }
    int start = ring.search(key);
    for (int i = 0; i < ring.tokenCount(); i++) {
      int node = nodeAt((start + i) % ring.tokenCount());
      if (giants[node] == NOBODY
          && weights[node] == heaviest
          && request.eligibility().mayOwn(node, key)) {
        return node;
      }
    }
    return NOBODY;
  }

  /// Leaves targets where they are, as far as they may stay.
  void keepOwners(int[] owners, int[] order) {
    for (int item : order) {
      int owner = request.owners()[item];
      if (owner != NOBODY && request.eligibility().mayOwn(owner, request.keys()[item])) {
        owners[item] = owner;
        add(owner, item);
      }
    }
  }

  int nodeAt(int token) {
    return places[ring.nodeAt(token)];
  }

  /// The nodes in the order of their names.
  int[] nodes() {
    return places;
  }

  double level() {
    return level;
  }

  double total() {
    return total;
  }

  double load(int item) {
    return loads[item];
  }

  double share(int node) {
    double own = level * weights[node];
    return giants[node] == NOBODY ? own : Math.max(own, loads[giants[node]]);
  }

  double borne(int node) {
    return borne[node];
  }

  /// How far a node is from its share: 1 when it bears exactly that. A node without a giant where
  /// nothing is left to be shared is full.
  double fill(int node) {
    double share = share(node);
    return share > 0 ? borne[node] / share : borne[node] > 0 ? Double.MAX_VALUE : 1;
  }

  /// What a node bears for its weight.
  double pressure(int node) {
    return borne[node] / weights[node];
  }

  double pressureWith(int node, int item) {
    return (borne[node] + loads[item]) / weights[node];
  }

  /// The target that makes up a node's share, or nobody.
  int giantOf(int node) {
    return giants[node];
  }

  /// Whether a target fits into the node's share, or is what that was kept free for.
  boolean hasRoom(int node, int item) {
    return giants[node] == item
        || borne[node] + loads[item] + awaited(node) <= share(node) * (1 + Placer.ROOM);
  }

  /// The load of a giant that is still elsewhere.
  private double awaited(int node) {
    return giants[node] == NOBODY || giantIsHere[node] ? 0 : loads[giants[node]];
  }

  void add(int node, int item) {
    borne[node] += loads[item];
    giantIsHere[node] |= giants[node] == item;
  }

  void move(int item, int from, int to) {
    borne[from] -= loads[item];
    add(to, item);
  }

  /// The eligible node that bears the least for its weight once it has the target.
  int leastLoaded(int item) {
    int least = NOBODY;
    for (int node : places) {
      if (request.eligibility().mayOwn(node, request.keys()[item])
          && (least == NOBODY || pressureWith(node, item) < pressureWith(least, item))) {
        least = node;
      }
    }
    return least;
  }
}
