@NullMarked
package io.tributary.dialects.instance;

import org.jspecify.annotations.NullMarked;
