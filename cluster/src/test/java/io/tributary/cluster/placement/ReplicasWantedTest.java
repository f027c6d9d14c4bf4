package io.tributary.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicasWantedTest {
  private static final ReplicasWanted MILLION = new ReplicasWanted(1_000_000, 100_000_000, 2);

  @ParameterizedTest
  @CsvSource({
    // series, bytes, cores, present, wanted
    "0, 0, 0, 1, 1",
    "0, 0, 0, 5, 1",
    "1000000, 0, 0, 1, 1",
    "1000001, 0, 0, 1, 2",
    "5000000, 900000000, 0, 5, 9",
    "5000000, 0, 11, 5, 6",
    "3900000, 0, 0, 5, 5",
    "3600000, 0, 0, 5, 4",
    "3950000, 0, 0, 4, 4",
    "-1, -1, 0, 3, 1",
  })
  void isWhatBearsTheLoad(long series, long bytes, double cores, int present, int wanted) {
    assertThat(MILLION.of(new Cost(series, bytes), cores, present)).isEqualTo(wanted);
  }
}
