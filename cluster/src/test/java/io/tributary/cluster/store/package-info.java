@NullMarked
package io.tributary.cluster.store;

import org.jspecify.annotations.NullMarked;
