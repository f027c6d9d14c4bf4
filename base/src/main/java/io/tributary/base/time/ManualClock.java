package io.tributary.base.time;

import java.time.Duration;

/// A clock that stands still until it is turned: for tests and the simulator.
///
/// Threads in [#sleepUntil] wake when [#advance] passes their deadline.
public final class ManualClock implements Clock {
  private long wallMs;
  private long nanos;

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

  /// Moves wall and monotonic time forward together.
  public synchronized void advance(Duration by) {
    wallMs += by.toMillis();
    nanos += by.toNanos();
    notifyAll();
  }

  /// Steps the wall clock alone, as an operator or NTP would.
  public synchronized void stepWall(Duration by) {
    wallMs += by.toMillis();
  }
}
