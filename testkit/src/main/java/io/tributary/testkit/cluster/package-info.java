/// Nodes of a cluster, told by a test what they see.
@NullMarked
package io.tributary.testkit.cluster;

import org.jspecify.annotations.NullMarked;
