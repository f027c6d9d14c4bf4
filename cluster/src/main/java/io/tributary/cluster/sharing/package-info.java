/// Targets that the agents of a cluster share out among themselves, and hand over without a gap.
/// What is scraped is behind [io.tributary.cluster.sharing.Holder].
///
/// Clock, randomness and network are handed in, so that a simulator can be all of them.
@NullMarked
package io.tributary.cluster.sharing;

import org.jspecify.annotations.NullMarked;
