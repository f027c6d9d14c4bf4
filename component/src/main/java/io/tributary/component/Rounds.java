package io.tributary.component;

import io.tributary.base.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The run of a component that works in rounds: at intervals, and when somebody asks for it.
///
/// A round under way is interrupted when the component is told to stop. Thread-safe.
public final class Rounds {
  /// One round. Returns how long after its beginning the next one is due.
  @FunctionalInterface
  public interface Round {
    Duration work() throws InterruptedException;
  }

  private final Clock clock;
  private final AtomicBoolean isAsked = new AtomicBoolean();
  private volatile @Nullable Thread runner;

  public Rounds(Clock clock) {
    this.clock = clock;
  }

  /// Begins the next round at once, or when the one under way is over.
  public void ask() {
    isAsked.set(true);
    LockSupport.unpark(runner);
  }

  /// Works in the calling thread until `stop` says so; the first round is due after `first`. Throws
  /// only when something else interrupts it.
  public void run(StopSignal stop, Duration first, Round round) throws InterruptedException {
    Thread me = Thread.currentThread();
    runner = me;
    stop.onStop(me::interrupt);
    try {
      long dueNanos = clock.nanos() + first.toNanos();
      while (!stop.isStopped()) {
        waitUntil(dueNanos);
        long startNanos = clock.nanos();
        dueNanos = startNanos + round.work().toNanos();
      }
    } catch (InterruptedException e) {
      if (!stop.isStopped()) {
        throw e;
      }
    } finally {
      runner = null;
    }
  }

  private void waitUntil(long dueNanos) throws InterruptedException {
    while (!isAsked.getAndSet(false) && clock.nanos() - dueNanos < 0) {
      clock.parkUntil(dueNanos);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
