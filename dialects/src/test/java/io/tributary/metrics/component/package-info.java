@NullMarked
package io.tributary.metrics.component;

import org.jspecify.annotations.NullMarked;
