package io.tributary.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static final Instant EARLY = Instant.ofEpochSecond(1);
  private static final Instant LATE = Instant.ofEpochSecond(2);

  @Test
  void theWorstCounts() {
    Health healthy = Health.healthy("a", LATE);
    Health unknown = Health.unknown("b", EARLY);
    Health unhealthy = Health.unhealthy("c", EARLY);
    Health exited = Health.exited("d", EARLY);
    assertThat(Health.leastHealthy(healthy, List.of(unknown))).isSameAs(unknown);
    assertThat(Health.leastHealthy(unhealthy, List.of(unknown, healthy))).isSameAs(unhealthy);
    assertThat(Health.leastHealthy(unhealthy, List.of(exited))).isSameAs(exited);
  }

  @Test
  void ofEquallyBadOnesTheLatestCounts() {
    Health early = Health.unhealthy("early", EARLY);
    Health late = Health.unhealthy("late", LATE);
    Health first = Health.unhealthy("first", LATE);
    assertThat(Health.leastHealthy(early, List.of(late))).isSameAs(late);
    assertThat(Health.leastHealthy(first, List.of(late))).isSameAs(first);
  }
}
