/// Metrics that cost little until somebody asks for them: a graph has a thousand components, and
/// each has a few dozen families of its own.
///
/// Start at [io.tributary.metrics.telemetry.Families].
@NullMarked
package io.tributary.metrics.telemetry;

import org.jspecify.annotations.NullMarked;
