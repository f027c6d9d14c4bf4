package io.tributary.cluster.placement;

/// Which nodes may own which target.
@FunctionalInterface
public interface Eligibility {
  Eligibility ALL = (_, _) -> true;

  /// @param node as its place in [PlacementRequest#nodes]
  boolean mayOwn(int node, long key);
}
