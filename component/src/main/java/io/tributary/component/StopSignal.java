package io.tributary.component;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Tells a component to end its run, and why. Thread-safe; given once, never taken back.
public final class StopSignal {
  private final CountDownLatch stopped = new CountDownLatch(1);

  private volatile Ending ending = Ending.STOP;

  /// Guarded by `this`.
  private List<Runnable> actions = new ArrayList<>();

  public boolean isStopped() {
    return stopped.getCount() == 0;
  }

  /// Whether the component is gone from the configuration. Otherwise what it did may go on, in the
  /// next process or in another agent. Known when the signal is given.
  public boolean isRemoval() {
    return ending == Ending.REMOVAL;
  }

  /// Known when the signal is given.
  public Ending ending() {
    return ending;
  }

  /// Waits for the signal.
  public void await() throws InterruptedException {
    stopped.await();
  }

  /// Runs `action` when the signal is given, in the thread that gives it, or now if it was given
  /// already. It must not wait.
  public void onStop(Runnable action) {
    synchronized (this) {
      if (!isStopped()) {
        actions.add(action);
        return;
      }
    }
    action.run();
  }

  /// Gives the signal: the process ends.
  public void stop() {
    end(Ending.STOP);
  }

  /// Gives the signal: the component was removed.
  public void remove() {
    end(Ending.REMOVAL);
  }

  /// Gives the signal.
  public void end(Ending why) {
    List<Runnable> waiting;
    synchronized (this) {
      if (!isStopped()) {
        ending = why;
      }
      stopped.countDown();
      waiting = actions;
      actions = List.of();
    }
    waiting.forEach(Runnable::run);
  }
}
