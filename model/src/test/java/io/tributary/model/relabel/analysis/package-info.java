/// Tests of [io.tributary.model.relabel.analysis].
@NullMarked
package io.tributary.model.relabel.analysis;

import org.jspecify.annotations.NullMarked;
