/// Traces of the agent itself: what is measured, sampled and sent by OTLP.
@NullMarked
package io.tributary.agent.traces;

import org.jspecify.annotations.NullMarked;
