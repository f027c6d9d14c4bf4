package io.tributary.runtime.graph;

import io.tributary.component.StopSignal;

/// Something that has a thread of its own while it is in the graph.
interface Unit {
  /// As logs name it.
  String name();

  /// Whether there is something to run yet.
  default boolean canRun() {
    return true;
  }

  /// Runs until `stop` says so; may be called again after it has returned.
  void run(StopSignal stop) throws Exception;
}
