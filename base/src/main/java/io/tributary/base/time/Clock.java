package io.tributary.base.time;

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

  /// The machine's own clock.
  static Clock system() {
    return SystemClock.INSTANCE;
  }
}
