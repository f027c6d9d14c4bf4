/// Tests of [io.tributary.discovery].
@NullMarked
package io.tributary.discovery;

import org.jspecify.annotations.NullMarked;
