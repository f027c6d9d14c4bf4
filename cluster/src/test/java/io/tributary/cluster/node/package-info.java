@NullMarked
package io.tributary.cluster.node;

import org.jspecify.annotations.NullMarked;
