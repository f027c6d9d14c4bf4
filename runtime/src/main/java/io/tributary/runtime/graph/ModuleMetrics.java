package io.tributary.runtime.graph;

import io.tributary.runtime.telemetry.GraphMetrics;

/// The metrics of one module, which may be shown to nobody.
record ModuleMetrics(GraphMetrics all, String module, boolean isShown) {
  void evaluating(boolean now) {
    if (isShown) {
      all.evaluating(module, now);
    }
  }

  void evaluated(String node, long nanos) {
    if (isShown) {
      all.evaluated(module, node, nanos);
    }
  }

  void waited(long nanos) {
    if (isShown) {
      all.waited(module, nanos);
    }
  }

  void forget() {
    all.forget(module);
  }
}
