package io.tributary.cluster.placement;

import java.util.HashSet;
import java.util.List;

/// What there is to be placed, and where it is now. The order of nodes and of keys does not matter.
///
/// The arrays belong to the placement until it is done, which does not change them.
///
/// @param keys of the targets, without duplicates
/// @param loads of each target, see [Load]; NaN where it is not known
/// @param owners of each target, as places in `nodes`; [#NOBODY] for targets to be placed anew
/// @param movable how much of the whole load may move from one node to another, 0 to 1
public record PlacementRequest(
    List<Node> nodes,
    long[] keys,
    double[] loads,
    int[] owners,
    Eligibility eligibility,
    double movable) {
  public static final int NOBODY = -1;

  /// @param weight how much the node bears, compared with others; above 0
  public record Node(String name, double weight) {
    public Node {
      if (!(weight > 0) || weight == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "cannot place targets on \"%s\": its weight is %s".formatted(name, weight));
      }
    }
  }

  public PlacementRequest {
    nodes = List.copyOf(nodes);
    if (keys.length != loads.length || keys.length != owners.length) {
      throw new IllegalStateException("BUG: keys, loads and owners differ in length");
    }
    var names = new HashSet<String>();
    for (Node node : nodes) {
      if (!names.add(node.name())) {
        throw new IllegalStateException("BUG: two nodes are called " + node.name());
      }
    }
  }
}
