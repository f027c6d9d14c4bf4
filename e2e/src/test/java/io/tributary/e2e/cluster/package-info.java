/// Nodes of a cluster as processes of their own, through whatever happens to them, and what a
/// receiver says to it. By command in [ClusterFigures], briefly in [ClusterProcessesTest].
@NullMarked
package io.tributary.e2e.cluster;

import org.jspecify.annotations.NullMarked;
