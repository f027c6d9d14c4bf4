package io.tributary.runtime.graph;

import java.util.LinkedHashMap;
import java.util.Map;

/// Nodes that show something new, each once, with the time at which it first did. Thread-safe.
final class UpdateQueue {
  /// Guarded by `this`, like the rest.
  private Map<Node, Long> waiting = new LinkedHashMap<>();

  private boolean isBusy;

  synchronized void add(Node node, long nanos) {
    waiting.putIfAbsent(node, nanos);
    notifyAll();
  }

  /// Waits for nodes and takes all there are. [#done] must follow.
  synchronized Map<Node, Long> take() throws InterruptedException {
    while (waiting.isEmpty()) {
      wait();
    }
    Map<Node, Long> taken = waiting;
    waiting = new LinkedHashMap<>();
    isBusy = true;
    return taken;
  }

  synchronized void done() {
    isBusy = false;
    notifyAll();
  }

  synchronized int size() {
    return waiting.size();
  }

  /// Waits until nothing is waiting or taken.
  synchronized void awaitIdle() throws InterruptedException {
    while (isBusy || !waiting.isEmpty()) {
      wait();
    }
  }
}
