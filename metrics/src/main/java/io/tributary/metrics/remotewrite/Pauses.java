package io.tributary.metrics.remotewrite;

import io.tributary.base.time.Clock;
import java.util.HashSet;
import java.util.Set;

/// Waits that can be cut short from another thread, and only waits: a thread is interrupted while
/// it is inside [#run] and never while it reads or writes a file, for an interrupt closes the
/// file's channel. Thread-safe.
final class Pauses {
  /// Something that waits and returns when its thread is interrupted.
  interface Wait {
    void run() throws InterruptedException;
  }

  private final Clock clock;

  // Guarded by this.
  private final Set<Thread> waiting = new HashSet<>();
  private boolean stopped;
  private long wakeUps;

  Pauses(Clock clock) {
    this.clock = clock;
  }

  /// Waits until the clock has reached `deadlineNanos`, or [#wakeAll]. Returns at once after
  /// [#stop].
  void until(long deadlineNanos) {
    run(() -> clock.sleepUntil(deadlineNanos));
  }

  /// As [#until], but returns at once where [#wakeAll] was called since it had been called
  /// `seenWakeUps` times: a call just before the wait is not missed.
  void until(long deadlineNanos, long seenWakeUps) {
    run(() -> clock.sleepUntil(deadlineNanos), seenWakeUps);
  }

  void run(Wait wait) {
    run(wait, wakeUps());
  }

  private void run(Wait wait, long seenWakeUps) {
    var thread = Thread.currentThread();
    synchronized (this) {
      if (stopped || wakeUps != seenWakeUps) {
        return;
      }
      waiting.add(thread);
    }
    try {
      wait.run();
    } catch (InterruptedException _) {
      // That is how a wait is cut short.
    } finally {
      synchronized (this) {
        waiting.remove(thread);
        // It may have come when the wait was over already; nothing else is to see it.
        Thread.interrupted();
      }
    }
  }

  /// Ends all present waits.
  synchronized void wakeAll() {
    wakeUps++;
    waiting.forEach(Thread::interrupt);
  }

  /// How often [#wakeAll] was called: tells a waiter that it was woken.
  synchronized long wakeUps() {
    return wakeUps;
  }

  /// Ends all present and future waits.
  synchronized void stop() {
    stopped = true;
    waiting.forEach(Thread::interrupt);
  }

  synchronized boolean isStopped() {
    return stopped;
  }
}
