@NullMarked
package io.tributary.cluster.lease;

import org.jspecify.annotations.NullMarked;
