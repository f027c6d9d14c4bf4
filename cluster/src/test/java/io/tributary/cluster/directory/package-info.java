@NullMarked
package io.tributary.cluster.directory;

import org.jspecify.annotations.NullMarked;
