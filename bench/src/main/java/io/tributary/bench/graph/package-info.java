/// What it costs to load, reload and break a large graph of components. Entry point:
/// [io.tributary.bench.graph.GraphFigures].
@NullMarked
package io.tributary.bench.graph;

import org.jspecify.annotations.NullMarked;
