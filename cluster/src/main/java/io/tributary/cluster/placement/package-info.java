/// Who owns which target: pure functions of nodes, targets and what these cost.
@NullMarked
package io.tributary.cluster.placement;

import org.jspecify.annotations.NullMarked;
