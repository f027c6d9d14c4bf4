package io.tributary.runtime.graph;

import io.tributary.component.StopSignal;
import java.util.List;
import java.util.function.Supplier;

/// The thread that runs the units of one module, or the modules of one `foreach`: brings what runs
/// into line with what is wanted whenever it is asked to. It holds no lock while it does that, so
/// that a component that takes long to stop keeps nobody from being evaluated.
final class RunLoop {
  private final EngineSettings settings;
  private final Supplier<Work> wanted;

  // Guarded by `this`.
  private long requested;
  private long done;
  private boolean isRestart;
  private boolean isRunning;

  /// `wanted` is asked on the thread that runs.
  RunLoop(EngineSettings settings, Supplier<Work> wanted) {
    this.settings = settings;
    this.wanted = wanted;
  }

  /// What has to run, and how to close what is gone when it has stopped. Taken together, so that
  /// nothing is closed that may still run.
  record Work(List<List<Unit>> groups, Runnable closeGone) {}

  /// `restart` has those start again that have ended by themselves.
  synchronized void request(boolean restart) {
    requested++;
    isRestart |= restart;
    notifyAll();
  }

  synchronized void await() throws InterruptedException {
    long target = requested;
    while (isRunning && done < target) {
      wait();
    }
  }

  void run(StopSignal stop) {
    stop.onStop(() -> request(false));
    setRunning(true);
    var scheduler = new Scheduler(settings.clock(), settings.shutdownDeadline());
    try {
      while (!stop.isStopped()) {
        long target = target();
        Work work = wanted.get();
        scheduler.synchronize(work.groups(), takeRestart());
        work.closeGone().run();
        awaitRequest(target, stop);
      }
    } finally {
      scheduler.stopAll(stop.ending());
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
