@NullMarked
package io.tributary.base.time;

import org.jspecify.annotations.NullMarked;
