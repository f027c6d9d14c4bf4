package io.tributary.metrics.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.labels.Labels;
import org.junit.jupiter.api.Test;

class OffsetSeedTest {
  @Test
  void replicasScrapeAtMomentsOfTheirOwnAndKeepThem() {
    long a = DataPlane.Tuning.offsetSeed("host", Labels.of("replica", "a"));

    assertThat(DataPlane.Tuning.offsetSeed("host", Labels.of("replica", "a"))).isEqualTo(a);
    assertThat(DataPlane.Tuning.offsetSeed("host", Labels.of("replica", "b"))).isNotEqualTo(a);
    assertThat(DataPlane.Tuning.offsetSeed("other", Labels.of("replica", "a"))).isNotEqualTo(a);
    assertThat(DataPlane.Tuning.offsetSeed("host", Labels.EMPTY)).isNotEqualTo(a);
  }
}
