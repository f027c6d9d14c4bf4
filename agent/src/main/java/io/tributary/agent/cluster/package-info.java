/// This agent as a node of a cluster: how it finds the others, what it tells them, and what it
/// tells of them. Entry point: [io.tributary.agent.cluster.ClusterNode].
@NullMarked
package io.tributary.agent.cluster;

import org.jspecify.annotations.NullMarked;
