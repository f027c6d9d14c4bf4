@NullMarked
package io.tributary.dialects.convert;

import org.jspecify.annotations.NullMarked;
