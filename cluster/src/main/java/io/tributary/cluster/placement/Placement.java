package io.tributary.cluster.placement;

/// Who is to own which target.
///
/// @param owners in the order of the request's keys, as places in its nodes;
///   [PlacementRequest#NOBODY] where no node may own the target
/// @param moved how many targets go from one node to another
/// @param movedRatio the part of the whole load that these are
public record Placement(int[] owners, int moved, double movedRatio) {}
