/// The agents of a cluster: who they are, what they are doing, and messages between them. Entry
/// point: [io.tributary.cluster.node.Peers]. Nothing here knows what the messages say or who owns
/// what.
@NullMarked
package io.tributary.cluster.node;

import org.jspecify.annotations.NullMarked;
