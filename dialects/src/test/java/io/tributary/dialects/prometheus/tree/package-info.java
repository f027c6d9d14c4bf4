@NullMarked
package io.tributary.dialects.prometheus.tree;

import org.jspecify.annotations.NullMarked;
