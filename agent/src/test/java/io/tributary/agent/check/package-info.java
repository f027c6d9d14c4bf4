/// Tests of [io.tributary.agent.check].
@NullMarked
package io.tributary.agent.check;

import org.jspecify.annotations.NullMarked;
