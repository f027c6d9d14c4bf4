package io.tributary.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class StopSignalTest {
  @Test
  void runsEveryActionOnce() throws InterruptedException {
    var signal = new StopSignal();
    var log = new ArrayList<String>();
    signal.onStop(() -> log.add("early"));
    assertThat(signal.isStopped()).isFalse();
    signal.stop();
    signal.stop();
    signal.onStop(() -> log.add("late"));
    signal.await();
    assertThat(log).containsExactly("early", "late");
  }
}
