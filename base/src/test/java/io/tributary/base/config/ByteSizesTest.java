package io.tributary.base.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteSizesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0B",
    "0B, 0, 0B",
    "1B, 1, 1B",
    "1KB, 1024, 1KiB",
    "1KiB, 1024, 1KiB",
    "100MB, 104857600, 100MiB",
    "1GB512MB, 1610612736, 1GiB512MiB",
    "1.5KB, 1536, 1KiB512B",
    "-3MiB, -3145728, -3MiB",
    "1EiB, 1152921504606846976, 1EiB",
  })
  void countsInPowersOfTwoWhicheverWayTheUnitIsSpelled(String text, long bytes, String printed) {
    assertThat(ByteSizes.parse(text)).isEqualTo(bytes);
    assertThat(ByteSizes.format(bytes)).isEqualTo(printed);
  }

  @ParameterizedTest
  @CsvSource({
    "100, 'unknown unit  in 100'", "1kB, 'unknown unit kB'", "1M, 'unknown unit M'", "'', invalid",
        "-, invalid",
    "., invalid", "MB, invalid", "1..2MB, invalid", "100 MB, 'unknown unit  MB'",
        "16EB, out of range",
  })
  void refusesWhatHasNoUnit(String text, String phrase) {
    assertThatThrownBy(() -> ByteSizes.parse(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(phrase);
  }
}
