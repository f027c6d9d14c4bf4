package io.tributary.base.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {
  private static final List<String> WORDS =
      List.of("scrape_interval", "scrape_timeout", "log.level", "fmt", "demo");

  @ParameterizedTest
  @CsvSource({
    "scrape_intervall, scrape_interval",
    "scrape-interval, scrape_interval",
    "Scrape_Timeout, scrape_timeout",
    "log.leevl, log.level",
    "log.lvel, log.level",
    "fmr, fmt",
    "dmeo, demo",
  })
  void findsWhatAMistypedWordWasMeantToBe(String word, String meant) {
    assertThat(Suggestions.nearest(word, WORDS)).hasValue(meant);
    assertThat(Suggestions.hint(word, WORDS)).isEqualTo("did you mean \"" + meant + "\"?");
  }

  @ParameterizedTest
  @CsvSource({"nonsense", "x", "frt_", "scrape", "''"})
  void saysNothingWhereNoneIsNear(String word) {
    assertThat(Suggestions.nearest(word, WORDS)).isEmpty();
    assertThat(Suggestions.hint(word, WORDS)).isNull();
  }

  @Test
  void doesNotCompareWordsThatNobodyTypes() {
    String word = "a".repeat(65);
    assertThat(Suggestions.nearest(word, List.of(word))).isEmpty();
  }

  @Test
  void countsEdits() {
    assertThat(Suggestions.isNear("pasword", "password", 1)).isTrue();
    assertThat(Suggestions.isNear("passwrod", "password", 1)).isTrue();
    assertThat(Suggestions.isNear("paswrod", "password", 1)).isFalse();
  }
}
