@NullMarked
package io.tributary.cluster.discovery;

import org.jspecify.annotations.NullMarked;
