/// Tests of [io.tributary.model.relabel].
@NullMarked
package io.tributary.model.relabel;

import org.jspecify.annotations.NullMarked;
