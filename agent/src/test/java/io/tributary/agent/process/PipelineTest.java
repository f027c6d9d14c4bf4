package io.tributary.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.labels.Labels;
import org.junit.jupiter.api.Test;

class PipelineTest {
  @Test
  void replicasScrapeAtMomentsOfTheirOwnAndKeepThem() {
    long a = Pipeline.offsetSeed("host", Labels.of("replica", "a"));

    assertThat(Pipeline.offsetSeed("host", Labels.of("replica", "a"))).isEqualTo(a);
    assertThat(Pipeline.offsetSeed("host", Labels.of("replica", "b"))).isNotEqualTo(a);
    assertThat(Pipeline.offsetSeed("other", Labels.of("replica", "a"))).isNotEqualTo(a);
    assertThat(Pipeline.offsetSeed("host", Labels.EMPTY)).isNotEqualTo(a);
  }
}
