package io.tributary.cluster.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void waitsForAsManyAsThereMustBe() {
    var readiness = new Readiness(new SharingSettings(3, Duration.ZERO), 0);
    assertThat(readiness.isReady(2, 0)).isFalse();
    assertThat(readiness.isReady(2, 1000 * SECOND)).isFalse();
    assertThat(readiness.isReady(3, 1001 * SECOND)).isTrue();
    assertThat(readiness.isReady(2, 1002 * SECOND)).isFalse();
  }

  @Test
  void goesOnWithFewerWhenTheTimeIsUp() {
    var readiness = new Readiness(new SharingSettings(3, Duration.ofSeconds(10)), 0);
    assertThat(readiness.isReady(2, 9 * SECOND)).isFalse();
    assertThat(readiness.isReady(2, 10 * SECOND)).isTrue();
    assertThat(readiness.isReady(1, 11 * SECOND)).isTrue();
    assertThat(readiness.isReady(3, 20 * SECOND)).isTrue();
    assertThat(readiness.isReady(2, 21 * SECOND)).isFalse();
    assertThat(readiness.isReady(2, 30 * SECOND)).isFalse();
    assertThat(readiness.isReady(2, 31 * SECOND)).isTrue();
  }

  @Test
  void needsNobodyByDefault() {
    assertThat(new Readiness(SharingSettings.DEFAULTS, 0).isReady(1, 0)).isTrue();
  }
}
