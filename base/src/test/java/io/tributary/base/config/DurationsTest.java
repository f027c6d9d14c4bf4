package io.tributary.base.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "0s, PT0S",
    "0w, PT0S",
    "324ms, PT0.324S",
    "3s, PT3S",
    "5m, PT5M",
    "1h, PT1H",
    "4d, P4D",
    "4d1h, P4DT1H",
    "3w, P21D",
    "3w2d1h, P23DT1H",
    "10y, P3650D",
    "1h30m10s5ms, PT1H30M10.005S",
    "007s, PT7S",
  })
  void readsUnitsFromTheLargestToTheSmallest(String text, Duration expected) {
    assertThat(Durations.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "1y1m1d",
        "-1w",
        "1.5d",
        "d",
        "294y",
        "200y10400w",
        "107675d",
        "2584200h",
        "1m1m",
        "1s1m",
        " 1s",
        "1s ",
        "1µs",
        "1 s",
        "9223372036854775808ms",
        "99999999999999999999y"
      })
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageMatching(
            "(?s)(not a valid duration string|unknown unit|duration out of range).*");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "324ms, 324ms",
    "3s, 3s",
    "1h0m5s, 1h5s",
    "60s, 1m",
    "90d, 90d",
    "14d, 2w",
    "365d, 1y",
    "366d, 366d",
    "500d, 500d",
    "1500ms, 1s500ms",
    "1y1ms, 365d1ms",
  })
  void printsYearsAndWeeksOnlyWhenNothingRemains(String text, String expected) {
    assertThat(Durations.format(Durations.parse(text))).isEqualTo(expected);
  }
}
