@NullMarked
package io.tributary.metrics.receive;

import org.jspecify.annotations.NullMarked;
