package io.tributary.testkit.time;

import io.tributary.base.time.Clock;

/// The machine's clock, several times as fast: what waits for seconds of its own time talks to real
/// programs in the meantime, and the test is over soon.
///
/// Thread-safe.
public final class QuickClock implements Clock {
  private final Clock clock = Clock.system();
  private final long startNanos = clock.nanos();
  private final long startMs = clock.wallMs();
  private final int times;

  public QuickClock(int times) {
    this.times = times;
  }

  @Override
  public long wallMs() {
    return startMs + (nanos() - startNanos) / 1_000_000;
  }

  @Override
  public long nanos() {
    return startNanos + (clock.nanos() - startNanos) * times;
  }

  private long realNanos(long nanos) {
    return startNanos + Math.ceilDiv(nanos - startNanos, times);
  }

  @Override
  public void sleepUntil(long deadlineNanos) throws InterruptedException {
    clock.sleepUntil(realNanos(deadlineNanos));
  }

  @Override
  public void parkUntil(long deadlineNanos) {
    clock.parkUntil(realNanos(deadlineNanos));
  }
}
