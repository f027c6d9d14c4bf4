package io.tributary.cluster.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CapacityTest {
  private final Capacity capacity = new Capacity();
  private long nowNanos;

  private void minutes(int minutes, double stalled) {
    minutes(minutes, stalled, false);
  }

  private void minutes(int minutes, double stalled, boolean isGeneral) {
    for (int i = 0; i < minutes; i++) {
      nowNanos += Duration.ofMinutes(1).toNanos();
      capacity.looked(stalled, isGeneral, nowNanos);
    }
  }

  @Test
  void aBadMinuteIsNoReason() {
    minutes(1, 0.9);
    minutes(1, 0.1);
    minutes(1, 0.9);
    assertThat(capacity.ratio()).isEqualTo(1);
    assertThat(capacity.isWell()).isFalse();
    minutes(1, 0.1);
    assertThat(capacity.isWell()).isTrue();
  }

  @Test
  void bearsAsMuchLessAsItStoodStill() {
    minutes(2, 0.6);
    assertThat(capacity.ratio()).isCloseTo(0.4, within(1e-9));
    minutes(2, 0.6);
    assertThat(capacity.ratio()).as("moves take a while").isCloseTo(0.4, within(1e-9));
    minutes(1, 0.6);
    assertThat(capacity.ratio()).isCloseTo(0.16, within(1e-9));
    minutes(10, 0.6);
    assertThat(capacity.ratio()).isEqualTo(Capacity.LEAST);
  }

  @Test
  void keepsItsShareWhereOthersAreNoBetterOff() {
    minutes(10, 0.6, true);
    assertThat(capacity.ratio()).isEqualTo(1);
    minutes(1, 0.6);
    assertThat(capacity.ratio()).isLessThan(1);
  }

  @Test
  void comesBackInHours() {
    minutes(2, 0.5);
    minutes(59, 0);
    assertThat(capacity.ratio()).isEqualTo(0.5);
    minutes(1, 0);
    assertThat(capacity.ratio()).isEqualTo(0.625);
    minutes(59, 0);
    minutes(1, 0.2);
    minutes(59, 0.1);
    assertThat(capacity.ratio()).as("the hour begins anew").isEqualTo(0.625);
    minutes(300, 0);
    assertThat(capacity.ratio()).isEqualTo(1);
  }

  /// A share that is just too much is tried four times in the first day, not each hour, and then
  /// once in a day.
  @Test
  void triesEverMoreRarelyWhatDoesNotGoWell() {
    minutes(2, 0.5);
    assertThat(triesInDays(1)).isBetween(3, 5);
    assertThat(triesInDays(10)).isBetween(5, 12);
  }

  private int triesInDays(int days) {
    int tries = 0;
    for (int minute = 0; minute < days * 24 * 60; minute++) {
      double before = capacity.ratio();
      minutes(1, before > 0.5 ? 0.3 : 0);
      tries += capacity.ratio() > before ? 1 : 0;
    }
    return tries;
  }

  @Test
  void forgetsWhatWasWhenItHasBorneAllForADay() {
    minutes(2, 0.25);
    minutes(121, 0);
    assertThat(capacity.ratio()).isEqualTo(1);
    minutes(24 * 60, 0);
    minutes(2, 0.25);
    minutes(60, 0);
    assertThat(capacity.ratio()).as("an hour, not two").isGreaterThan(0.75);
  }
}
