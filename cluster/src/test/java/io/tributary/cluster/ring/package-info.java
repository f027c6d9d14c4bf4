@NullMarked
package io.tributary.cluster.ring;

import org.jspecify.annotations.NullMarked;
