/// Tests of the package of the same name.
@NullMarked
package io.tributary.dialects.prometheus;

import org.jspecify.annotations.NullMarked;
