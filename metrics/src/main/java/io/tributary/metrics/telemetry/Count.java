package io.tributary.metrics.telemetry;

import java.util.concurrent.atomic.LongAdder;

/// What only grows. Thread-safe.
public final class Count {
  private final LongAdder sum = new LongAdder();

  public void inc() {
    sum.increment();
  }

  public void inc(long more) {
    sum.add(more);
  }

  public long sum() {
    return sum.sum();
  }
}
