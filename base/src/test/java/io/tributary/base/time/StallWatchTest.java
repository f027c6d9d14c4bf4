package io.tributary.base.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StallWatchTest {
  private final LateClock clock = new LateClock();
  private final LinkedBlockingQueue<Long> looks = new LinkedBlockingQueue<>();

  /// On which a sleep ends as much later as the test says, and lasts until it does.
  private static final class LateClock implements Clock {
    final LinkedBlockingQueue<Duration> late = new LinkedBlockingQueue<>();
    private volatile long nanos = Long.MAX_VALUE - 1_000; // About to pass the end of its numbers.

    @Override
    public long wallMs() {
      return 0;
    }

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void sleepUntil(long deadlineNanos) throws InterruptedException {
      nanos = deadlineNanos + late.take().toNanos();
    }
  }

  @Test
  void tellsHowMuchLaterThanAskedItRuns() throws InterruptedException {
    try (var _ = new StallWatch(clock, looks::add)) {
      clock.late.add(Duration.ZERO);
      assertThat(looks.take()).isZero();
      clock.late.add(Duration.ofSeconds(3));
      assertThat(looks.take()).isEqualTo(Duration.ofSeconds(3).toNanos());
    }
  }
}
