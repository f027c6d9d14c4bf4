package io.tributary.component;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Tells a component to end its run. Thread-safe; given once, never taken back.
public final class StopSignal {
  private final CountDownLatch stopped = new CountDownLatch(1);

  /// Guarded by `this`.
  private List<Runnable> actions = new ArrayList<>();

  public boolean isStopped() {
    return stopped.getCount() == 0;
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

  /// Gives the signal.
  public void stop() {
    List<Runnable> waiting;
    synchronized (this) {
      stopped.countDown();
      waiting = actions;
      actions = List.of();
    }
    waiting.forEach(Runnable::run);
  }
}
