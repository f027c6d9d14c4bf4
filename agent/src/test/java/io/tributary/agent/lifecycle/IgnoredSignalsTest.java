package io.tributary.agent.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IgnoredSignalsTest {
  @Test
  void readsTheMaskOfTheProcess() {
    List<String> status =
        List.of("Name:\tjava", "SigBlk:\t0000000000000004", "SigIgn:\t0000000000000003");
    assertThat(IgnoredSignals.isIgnored(1, status)).isTrue();
    assertThat(IgnoredSignals.isIgnored(2, status)).isTrue();
    assertThat(IgnoredSignals.isIgnored(15, status)).isFalse();
    assertThat(IgnoredSignals.isIgnored(64, List.of("SigIgn:\t8000000000000000"))).isTrue();
    assertThat(IgnoredSignals.isIgnored(1, List.of())).isFalse();
  }
}
