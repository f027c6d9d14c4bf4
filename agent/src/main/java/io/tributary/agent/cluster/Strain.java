package io.tributary.agent.cluster;

import io.tributary.base.time.Clock;
import io.tributary.base.time.StallWatch;
import java.time.Duration;
import java.util.function.DoubleConsumer;

/// Tells minute by minute for how much of the time this process stood still although it asked for
/// the processor.
final class Strain implements AutoCloseable {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  /// A process that has just started compiles, and fetches what it needs.
  private static final int FIRST_WINDOWS = 3;

  private final Clock clock;
  private final DoubleConsumer told;
  private final StallWatch watch;
  private volatile double ratio;

  // Of the watch's thread.
  private long sinceNanos;
  private long stalledNanos;
  private int windows;

  Strain(Clock clock, DoubleConsumer told) {
    this.clock = clock;
    this.told = told;
    sinceNanos = clock.nanos();
    watch = new StallWatch(clock, this::looked);
  }

  private void looked(long nanos) {
    stalledNanos += nanos;
    long now = clock.nanos();
    long passed = now - sinceNanos;
    if (passed >= WINDOW.toNanos()) {
      ratio = stalledNanos / (double) passed;
      if (++windows > FIRST_WINDOWS) {
        told.accept(ratio);
      }
      sinceNanos = now;
      stalledNanos = 0;
    }
  }

  /// In the last minute that is over; 0 before.
  double ratio() {
    return ratio;
  }

  @Override
  public void close() {
    watch.close();
  }
}
