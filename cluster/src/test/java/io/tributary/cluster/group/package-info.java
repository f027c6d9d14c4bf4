@NullMarked
package io.tributary.cluster.group;

import org.jspecify.annotations.NullMarked;
