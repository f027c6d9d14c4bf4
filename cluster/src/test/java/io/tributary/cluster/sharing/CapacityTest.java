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
    assertThat(capacity.isStrained()).isTrue();
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
    minutes(1, 0.1);
    minutes(59, 0);
    assertThat(capacity.ratio()).as("the hour begins anew").isEqualTo(0.625);
    minutes(300, 0);
    assertThat(capacity.ratio()).isEqualTo(1);
  }

  /// A share that is just too much is tried four times in a day, not each hour.
  @Test
  void triesEverMoreRarelyWhatDoesNotGoWell() {
    minutes(2, 0.5);
    int tries = 0;
    for (int minute = 0; minute < 24 * 60; minute++) {
      double before = capacity.ratio();
      minutes(1, before > 0.5 ? 0.3 : 0);
      tries += capacity.ratio() > before ? 1 : 0;
    }
    assertThat(tries).isBetween(3, 5);
  }
}
