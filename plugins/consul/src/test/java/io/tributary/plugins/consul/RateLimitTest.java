package io.tributary.plugins.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.Clock;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  /// Time that passes as soon as somebody waits for it.
  private static final class Jumping implements Clock {
    long nowNanos;

    @Override
    public long wallMs() {
      return nowNanos / 1_000_000;
    }

    @Override
    public long nanos() {
      return nowNanos;
    }

    @Override
    public void sleepUntil(long deadlineNanos) {
      nowNanos = Math.max(nowNanos, deadlineNanos);
    }
  }

  private final Jumping clock = new Jumping();

  private double secondsFor(RateLimit limit, int times) throws InterruptedException {
    long start = clock.nowNanos;
    for (int i = 0; i < times; i++) {
      limit.await();
    }
    return Math.round((clock.nowNanos - start) / 1e8) / 10.0;
  }

  @Test
  void letsThroughAsManyASecondAsItIsToldAfterABurst() throws Exception {
    assertThat(secondsFor(new RateLimit(clock, 1, 1), 5)).isEqualTo(4.0);
    assertThat(secondsFor(new RateLimit(clock, 2, 4), 10)).isEqualTo(3.0);
    assertThat(secondsFor(new RateLimit(clock, 0.5, 0), 3)).isEqualTo(4.0);
    assertThat(secondsFor(new RateLimit(clock, 0, 1), 1000)).isEqualTo(0.0);
  }

  @Test
  void savesUpNoMoreThanItsBurst() throws Exception {
    var limit = new RateLimit(clock, 1, 2);
    clock.nowNanos += 3_600_000_000_000L;
    assertThat(secondsFor(limit, 4)).isEqualTo(2.0);
  }
}
