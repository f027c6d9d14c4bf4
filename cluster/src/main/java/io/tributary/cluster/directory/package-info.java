/// Where the nodes of a cluster are, as they tell one another through a store. Entry point:
/// [io.tributary.cluster.directory.Directory].
@NullMarked
package io.tributary.cluster.directory;

import org.jspecify.annotations.NullMarked;
