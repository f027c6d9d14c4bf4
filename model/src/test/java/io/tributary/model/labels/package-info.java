/// Tests of [io.tributary.model.labels].
@NullMarked
package io.tributary.model.labels;

import org.jspecify.annotations.NullMarked;
