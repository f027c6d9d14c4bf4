/// The HTTP surface of a graph of components: that of Agent Flow and Alloy, and of Prometheus what
/// the page needs.
///
/// [io.tributary.agent.web.graph.GraphSurface] has every route.
@NullMarked
package io.tributary.agent.web.graph;

import org.jspecify.annotations.NullMarked;
