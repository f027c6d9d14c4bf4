/// Who owns which target: a pure function of nodes, targets and what these cost. Start at
/// [io.tributary.cluster.placement.Placer].
@NullMarked
package io.tributary.cluster.placement;

import org.jspecify.annotations.NullMarked;
