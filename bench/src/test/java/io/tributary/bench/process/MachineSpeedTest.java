package io.tributary.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.bench.process.MachineSpeed.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MachineSpeedTest {
  @Test
  @Timeout(30)
  void seesHowLongItsWorkTakesUntilItIsClosed() {
    Reading first;
    Reading later;
    try (var speed = MachineSpeed.start()) {
      first = speed.reading();
      do {
        Thread.onSpinWait();
        later = speed.reading();
      } while (later.rounds() < first.rounds() + 3);
    }
    assertThat(later.microsSince(first)).isPositive().isFinite();
  }

  @Test
  void comparesWhatCameBetweenTwoReadings() {
    assertThat(new Reading(30, 21_000_000).microsSince(new Reading(10, 1_000_000)))
        .isEqualTo(1_000);
  }
}
