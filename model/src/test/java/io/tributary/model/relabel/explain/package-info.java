/// Tests of [io.tributary.model.relabel.explain].
@NullMarked
package io.tributary.model.relabel.explain;

import org.jspecify.annotations.NullMarked;
