package io.tributary.base.time;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// A clock that stands still until it is turned: for tests and the simulator.
///
/// Threads in [#sleepUntil] wake when [#advance] passes their deadline.
public final class ManualClock implements Clock {
  private long wallMs;
  private long nanos;
  private final Set<Thread> parked = new HashSet<>();

  public ManualClock(long wallMs) {
    this.wallMs = wallMs;
  }

  @Override
  public synchronized long wallMs() {
    return wallMs;
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized void sleepUntil(long deadlineNanos) throws InterruptedException {
    while (nanos < deadlineNanos) {
      wait();
    }
  }

  @Override
  public void parkUntil(long deadlineNanos) {
    synchronized (this) {
      if (nanos >= deadlineNanos) {
        return;
      }
      parked.add(Thread.currentThread());
    }
    // An advance between the two leaves a permit behind, so that this returns at once.
    LockSupport.park(this);
    synchronized (this) {
      parked.remove(Thread.currentThread());
    }
  }

  /// Moves wall and monotonic time forward together.
  public synchronized void advance(Duration by) {
    wallMs += by.toMillis();
    nanos += by.toNanos();
    notifyAll();
    parked.forEach(LockSupport::unpark);
  }

  /// Steps the wall clock alone, as an operator or NTP would.
  public synchronized void stepWall(Duration by) {
    wallMs += by.toMillis();
  }
}
