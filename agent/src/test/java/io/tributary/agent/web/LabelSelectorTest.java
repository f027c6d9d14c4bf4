package io.tributary.agent.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.labels.Labels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTest {
  private static final Labels TARGET = Labels.of("instance", "a:9100", "job", "node");

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{job=\"node\"} ; true",
        "{job=\"nod\"} ; false",
        "{job!=\"node\"} ; false",
        "{job=~\"no.*\"} ; true",
        "{job=~\"no\"} ; false",
        "{job!~\"x|y\"} ; true",
        "{job=\"node\", instance='a:9100',} ; true",
        "{absent=\"\"} ; true",
        "up{job=\"node\"} ; false",
        "{\"job\"=`node`} ; true",
      })
  void selectsAsPromqlDoes(String selector, boolean matches) throws ApiError {
    assertThat(LabelSelector.parse(selector, "match_target").matches(TARGET)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "{job}", "{job=\"x\"", "{job=x}", "}", "{job=~\"(\"}", "{a=\"b\"} c"})
  void refusesWhatIsNoSelector(String selector) {
    assertThatThrownBy(() -> LabelSelector.parse(selector, "match_target"))
        .isInstanceOf(ApiError.class)
        .hasMessageStartingWith("invalid parameter \"match_target\": ");
  }

  @Test
  void acceptsEverythingWithoutMatchers() {
    assertThat(LabelSelector.ANY.matches(TARGET)).isTrue();
  }
}
