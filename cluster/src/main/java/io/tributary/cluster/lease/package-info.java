/// Which side of a cluster that fell apart goes on, decided by a lease in a store that both sides
/// reach. Entry point: [io.tributary.cluster.lease.LeaseKeeper].
///
/// The rules are [io.tributary.cluster.lease.Claim], without time or threads. Nothing here compares
/// the clocks of two agents.
@NullMarked
package io.tributary.cluster.lease;

import org.jspecify.annotations.NullMarked;
