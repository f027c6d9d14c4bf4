package io.tributary.runtime.graph;

import io.tributary.component.StopSignal;

/// The thread that runs one module: brings what runs into line with the graph whenever it is asked
/// to. It holds no lock while it does that, so that a component that takes long to stop keeps
/// nobody from being evaluated.
final class ModuleRun {
  private final Controller controller;

  // Guarded by `this`.
  private long requested;
  private long done;
  private boolean isRestart;
  private boolean isRunning;

  ModuleRun(Controller controller) {
    this.controller = controller;
  }

  /// `restart` has those start again that have ended by themselves.
  synchronized void request(boolean restart) {
    requested++;
    isRestart |= restart;
    notifyAll();
  }

  synchronized void await() throws InterruptedException {
    long wanted = requested;
    while (isRunning && done < wanted) {
      wait();
    }
  }

  void run(StopSignal stop) {
    stop.onStop(() -> request(false));
    setRunning(true);
    EngineSettings settings = controller.engine().settings();
    var scheduler = new Scheduler(settings.clock(), settings.shutdownDeadline());
    try {
      while (!stop.isStopped()) {
        long target = target();
        Controller.Work work = controller.takeWork();
        scheduler.synchronize(work.groups(), takeRestart());
        work.closeGone();
        awaitRequest(target, stop);
      }
    } finally {
      scheduler.stopAll();
      setRunning(false);
    }
  }

  private synchronized long target() {
    return requested;
  }

  private synchronized boolean takeRestart() {
    boolean restart = isRestart;
    isRestart = false;
    return restart;
  }

  private synchronized void awaitRequest(long target, StopSignal stop) {
    done = target;
    notifyAll();
    while (requested == target && !stop.isStopped()) {
      try {
        wait();
      } catch (InterruptedException e) {
        stop.stop();
      }
    }
  }

  synchronized void setRunning(boolean running) {
    isRunning = running;
    notifyAll();
  }
}
