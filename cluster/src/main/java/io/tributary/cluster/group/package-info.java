/// Membership of a cluster by JGroups: one TCP port, a stack of its protocols set up in code, and
/// nothing of it visible outside. Entry point: [io.tributary.cluster.group.GroupPeers].
///
/// Only bytes travel: no Java serialisation, neither sent nor read.
@NullMarked
package io.tributary.cluster.group;

import org.jspecify.annotations.NullMarked;
