/// The metrics components: each binds an engine of this module to the graph.
///
/// [io.tributary.metrics.component.MetricsComponents] lists them. What they share comes from the
/// agent as one service, [io.tributary.metrics.component.DataPlane]. Columns do not pass the graph:
/// a component hands them to the sinks of the receivers that it was given (`Fanout`).
@NullMarked
package io.tributary.metrics.component;

import org.jspecify.annotations.NullMarked;
