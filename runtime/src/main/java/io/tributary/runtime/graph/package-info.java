/// The graph itself: nodes, their evaluation, the modules that they are grouped in, and the threads
/// that run them.
///
/// A [io.tributary.runtime.graph.Controller] holds the graph of one module. All of them share one
/// [io.tributary.runtime.graph.Engine], whose lock guards every graph and whose single thread
/// evaluates those that depend on what has changed.
@NullMarked
package io.tributary.runtime.graph;

import org.jspecify.annotations.NullMarked;
