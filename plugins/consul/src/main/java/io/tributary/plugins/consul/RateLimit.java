package io.tributary.plugins.consul;

import io.tributary.base.time.Clock;

/// Lets somebody through so many times a second, and a few times before that counts.
///
/// Used by one thread.
final class RateLimit {
  private final Clock clock;
  private final double perSecond;
  private final int burst;
  private double tokens;
  private long lastNanos;

  /// @param perSecond 0 for no limit
  RateLimit(Clock clock, double perSecond, int burst) {
    this.clock = clock;
    this.perSecond = perSecond;
    this.burst = Math.max(1, burst);
    tokens = this.burst;
    lastNanos = clock.nanos();
  }

  void await() throws InterruptedException {
    if (perSecond <= 0) {
      return;
    }
    refill();
    if (tokens < 1) {
      clock.sleepUntil(lastNanos + (long) Math.ceil((1 - tokens) / perSecond * 1e9));
      refill();
    }
    tokens -= 1;
  }

  private void refill() {
    long now = clock.nanos();
    tokens = Math.min(burst, tokens + (now - lastNanos) / 1e9 * perSecond);
    lastNanos = now;
  }
}
