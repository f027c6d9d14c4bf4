package io.tributary.e2e.cluster;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How the series of all targets are spread over nodes.
///
/// @param owners of each target, by name
record Load(NumberedTargets targets, List<String> owners) {

  /// What each node has, of 1.
  Map<String, Double> shares() {
    var shares = new TreeMap<String, Double>();
    for (int target = 0; target < owners.size(); target++) {
      shares.merge(owners.get(target), ratio(target), Double::sum);
    }
    return shares;
  }

  private double ratio(int target) {
    return (double) targets.rows(target) / targets.rows();
  }

  double busiest() {
    return shares().values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /// What the busiest of so many nodes has at least, however targets are spread.
  static double best(NumberedTargets targets, int nodes) {
    return Math.max((double) targets.rows(0) / targets.rows(), 1.0 / nodes);
  }

  /// How much of the load is with another node than in `before`.
  double moved(Load before) {
    double moved = 0;
    for (int target = 0; target < owners.size(); target++) {
      moved += owners.get(target).equals(before.owners.get(target)) ? 0 : ratio(target);
    }
    return moved;
  }
}
