package io.tributary.metrics.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ScrapeScheduleTest {
  private static final long KEY = 0x9E37_79B9_7F4A_7C15L;
  private static final Duration INTERVAL = Duration.ofSeconds(15);
  private static final long WALL_MS = 1_795_000_000_123L;

  @Test
  void agentsThatShareATargetWriteTheSameTimestampsWhateverTheirSeedsAndDelays() {
    var one = ScrapeSchedule.shared(KEY, INTERVAL, WALL_MS, 5_000_000_000L);
    var other = ScrapeSchedule.shared(KEY, INTERVAL, WALL_MS + 3_456, 77_000_000_000L);

    long lateMs = 2_900;
    long first = one.timestampMs(one.dueNanos() + lateMs * 1_000_000, due(one, 5, 0) + lateMs);
    long second = other.timestampMs(other.dueNanos(), due(other, 77, 3_456));

    assertThat(Math.abs(first - second) % INTERVAL.toMillis()).isZero();
  }

  @Test
  void aTimerThatFiresAMomentTooSoonMakesTheScrapeThatWasDue() {
    var schedule = ScrapeSchedule.shared(KEY, INTERVAL, WALL_MS, 0);
    long due = schedule.timestampMs(schedule.dueNanos(), due(schedule, 0, 0));

    assertThat(schedule.timestampMs(schedule.dueNanos() - 2_000_000, due(schedule, 0, 0) - 2))
        .isEqualTo(due);
  }

  @Test
  void aClockThatIsSetIsFollowedToItsOwnDueTimes() {
    var schedule = ScrapeSchedule.shared(KEY, INTERVAL, WALL_MS, 0);
    long due = WALL_MS + schedule.dueNanos() / 1_000_000;
    long before = schedule.timestampMs(schedule.dueNanos(), due);
    long after = schedule.timestampMs(schedule.dueNanos(), due + 600_000 + 4_000);

    assertThat(after - before).isEqualTo(600_000);
  }

  /// The wall time at which a schedule is due.
  private static long due(ScrapeSchedule schedule, long startSeconds, long offsetMs) {
    return WALL_MS + offsetMs + schedule.dueNanos() / 1_000_000 - startSeconds * 1000;
  }
}
