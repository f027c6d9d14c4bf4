package io.tributary.agent.cluster;

import io.tributary.cluster.placement.Cost;

/// What all shared targets cost together, and how many nodes that asks for. Known to the node that
/// gives targets to the others.
///
/// @param cost of one scrape of all of them
/// @param replicas how many nodes take part
/// @param replicasWanted how many should
record ClusterLoad(Cost cost, int replicas, int replicasWanted) {}
