@NullMarked
package io.tributary.agent.traces;

import org.jspecify.annotations.NullMarked;
