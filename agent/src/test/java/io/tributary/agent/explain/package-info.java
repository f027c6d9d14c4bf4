/// Tests of [io.tributary.agent.explain].
@NullMarked
package io.tributary.agent.explain;

import org.jspecify.annotations.NullMarked;
