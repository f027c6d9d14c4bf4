/// What the runtime tells of itself, under the names of Alloy and of the Agent; and the metrics
/// that components have of their own.
@NullMarked
package io.tributary.runtime.telemetry;

import org.jspecify.annotations.NullMarked;
