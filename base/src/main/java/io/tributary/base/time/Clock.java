package io.tributary.base.time;

import java.util.concurrent.locks.LockSupport;

/// Wall time, monotonic time and waiting.
///
/// Schedules and deadlines use [#nanos]; only timestamps that leave the process use [#wallMs],
/// which may jump.
public interface Clock {

  /// Milliseconds since the Unix epoch; may step in either direction.
  long wallMs();

  /// Monotonic nanoseconds from an arbitrary origin; never goes back.
  long nanos();

  /// Waits until [#nanos] has reached `deadlineNanos`, or less when interrupted.
  void sleepUntil(long deadlineNanos) throws InterruptedException;

  /// Waits until [#nanos] has reached `deadlineNanos`, another thread unparks this one, it is
  /// interrupted, or for no reason at all: as [LockSupport#parkNanos], so callers look again.
  default void parkUntil(long deadlineNanos) {
    long left = deadlineNanos - nanos();
    if (left > 0) {
      LockSupport.parkNanos(this, left);
    }
  }

  /// The machine's own clock.
  static Clock system() {
    return SystemClock.INSTANCE;
  }
}
