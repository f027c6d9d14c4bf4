package io.tributary.runtime.graph;

import io.tributary.component.StopSignal;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/// Runs the modules of one `foreach`, each on a thread of its own, and closes those that are gone.
/// Thread-safe.
final class ForeachRun {
  private final EngineSettings settings;

  // Guarded by `this`.
  private List<Controller> wanted = List.of();
  private final List<Controller> retired = new ArrayList<>();
  private boolean isChanged;

  ForeachRun(EngineSettings settings) {
    this.settings = settings;
  }

  private record ModuleUnit(Controller module) implements Unit {
    @Override
    public String name() {
      return module.id();
    }

    @Override
    public boolean canRun() {
      return true;
    }

    @Override
    public void run(StopSignal stop) {
      module.run(stop);
    }
  }

  synchronized List<Controller> modules() {
    return wanted;
  }

  synchronized void update(List<Controller> next) {
    for (Controller module : wanted) {
      if (!next.contains(module)) {
        retired.add(module);
      }
    }
    wanted = next;
    isChanged = true;
    notifyAll();
  }

  void run(StopSignal stop) {
    stop.onStop(this::wake);
    var scheduler = new Scheduler(settings.clock(), settings.shutdownDeadline());
    var units = new IdentityHashMap<Controller, Unit>();
    try {
      while (!stop.isStopped()) {
        Work work = take();
        List<Controller> modules = work.modules();
        units.keySet().retainAll(modules);
        scheduler.synchronize(
            modules.stream()
                .map(module -> List.of(units.computeIfAbsent(module, ModuleUnit::new)))
                .toList(),
            false);
        work.gone().forEach(Controller::close);
        awaitChange(stop);
      }
    } finally {
      scheduler.stopAll();
    }
  }

  /// What has to run, and what has to be closed when it has stopped.
  private record Work(List<Controller> modules, List<Controller> gone) {}

  private synchronized Work take() {
    isChanged = false;
    var work = new Work(wanted, List.copyOf(retired));
    retired.clear();
    return work;
  }

  private synchronized void wake() {
    isChanged = true;
    notifyAll();
  }

  private synchronized void awaitChange(StopSignal stop) {
    while (!isChanged && !stop.isStopped()) {
      try {
        wait();
      } catch (InterruptedException e) {
        stop.stop();
      }
    }
  }

  /// Closes all of them. They have stopped, or never ran.
  void close() {
    Work work = take();
    work.gone().forEach(Controller::close);
    work.modules().forEach(Controller::close);
  }
}
