package io.tributary.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicasWantedTest {
  private static final ReplicasWanted MILLION = new ReplicasWanted(1_000_000, 100_000_000);

  @ParameterizedTest
  @CsvSource({
    // series, bytes, present, wanted
    "0, 0, 1, 1",
    "0, 0, 5, 1",
    "1000000, 0, 1, 1",
    "1000001, 0, 1, 2",
    "5000000, 900000000, 5, 9",
    "3900000, 0, 5, 5",
    "3600000, 0, 5, 4",
    "3950000, 0, 4, 4",
    "-1, -1, 3, 1",
  })
  void isWhatBearsTheLoad(long series, long bytes, int present, int wanted) {
    assertThat(MILLION.of(new Cost(series, bytes), present)).isEqualTo(wanted);
  }
}
