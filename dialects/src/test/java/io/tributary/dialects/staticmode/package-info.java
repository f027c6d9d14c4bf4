/// Tests of the package of the same name.
@NullMarked
package io.tributary.dialects.staticmode;

import org.jspecify.annotations.NullMarked;
