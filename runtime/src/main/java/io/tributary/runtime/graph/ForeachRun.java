package io.tributary.runtime.graph;

import io.tributary.component.StopSignal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// Runs the modules of one `foreach`, each on a thread of its own, and closes those that are gone.
/// Thread-safe.
final class ForeachRun {
  private final RunLoop loop;

  // Guarded by `this`.
  private List<Controller> wanted = List.of();
  private final List<Controller> retired = new ArrayList<>();

  ForeachRun(EngineSettings settings) {
    loop = new RunLoop(settings, this::takeWork);
  }

  synchronized List<Controller> modules() {
    return wanted;
  }

  void update(List<Controller> next) {
    replace(next);
    loop.request(false);
  }

  private synchronized void replace(List<Controller> next) {
    var kept = new HashSet<>(next);
    for (Controller module : wanted) {
      if (!kept.contains(module)) {
        retired.add(module);
      }
    }
    wanted = next;
  }

  private synchronized RunLoop.Work takeWork() {
    List<Controller> gone = List.copyOf(retired);
    retired.clear();
    List<List<Unit>> groups = wanted.stream().map(module -> List.<Unit>of(module)).toList();
    return new RunLoop.Work(groups, () -> gone.forEach(Controller::close));
  }

  void run(StopSignal stop) {
    loop.run(stop);
  }

  /// Closes all of them. They have stopped, or never ran.
  void close() {
    takeWork().closeGone().run();
    modules().forEach(Controller::close);
  }
}
