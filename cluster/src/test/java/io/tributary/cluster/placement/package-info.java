@NullMarked
package io.tributary.cluster.placement;

import org.jspecify.annotations.NullMarked;
