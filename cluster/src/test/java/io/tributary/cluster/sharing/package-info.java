@NullMarked
package io.tributary.cluster.sharing;

import org.jspecify.annotations.NullMarked;
