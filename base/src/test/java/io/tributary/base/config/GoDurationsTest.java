package io.tributary.base.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDurationsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "+0, 0s",
    "1h30m, 1h30m0s",
    "1.5s, 1.5s",
    "500ms, 500ms",
    "-10ms, -10ms",
    "+5m, 5m0s",
    "1h0.5s, 1h0m0.5s",
    ".5m, 30s",
    "1.s, 1s",
    "100us, 100\u00b5s",
    "100\u00b5s, 100\u00b5s",
    "1ns, 1ns",
    "90m, 1h30m0s",
    "2540400h10m10s, 2540400h10m10s",
  })
  void readsAndWritesWhatGoDoes(String text, String formatted) {
    assertThat(GoDurations.format(GoDurations.parse(text))).isEqualTo(formatted);
  }

  @ParameterizedTest
  @CsvSource({
    "15, time: missing unit in duration \"15\"",
    "1d, time: unknown unit \"d\" in duration \"1d\"",
    "1w2d, time: unknown unit \"w\" in duration \"1w2d\"",
    "'', time: invalid duration \"\"",
    "s, time: invalid duration \"s\"",
    "1.2.3s, time: invalid duration \"1.2.3s\"",
    "-, time: invalid duration \"-\"",
    "9999999h, time: invalid duration \"9999999h\"",
  })
  void refusesInTheWordsOfGo(String text, String message) {
    assertThatThrownBy(() -> GoDurations.parse(text))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }
}
