package io.tributary.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AwakeProcessorsTest {
  @Test
  void endsItsLoopsWithTheRace() throws InterruptedException {
    var awake = AwakeProcessors.keep();
    try (awake) {
      assertThat(awake.count()).isEqualTo(Runtime.getRuntime().availableProcessors());
      assertThat(awake.sentence()).contains("kept the processors awake");
    }

    assertThat(awake.count()).isZero();
  }
}
