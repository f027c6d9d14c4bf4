package io.tributary.model.labels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameValidationTest {
  @ParameterizedTest
  @CsvSource({
    "abc_1,true,true,true",
    "_,true,true,true",
    "a:b,false,true,true",
    "1a,false,false,true",
    "a.b,false,false,true",
    "é,false,false,true",
    "😀,false,false,true",
    "'',false,false,false"
  })
  void knowsNames(String name, boolean legacyLabel, boolean legacyMetric, boolean utf8) {
    assertThat(NameValidation.LEGACY.isValidLabelName(name)).isEqualTo(legacyLabel);
    assertThat(NameValidation.LEGACY.isValidMetricName(name)).isEqualTo(legacyMetric);
    assertThat(NameValidation.UTF8.isValidLabelName(name)).isEqualTo(utf8);
    assertThat(NameValidation.UTF8.isValidMetricName(name)).isEqualTo(utf8);
  }

  @Test
  void refusesHalvesOfSurrogatePairs() {
    assertThat(NameValidation.UTF8.isValidLabelName("a\uD83D")).isFalse();
    assertThat(NameValidation.UTF8.isValidLabelName("\uDE00a")).isFalse();
  }
}
