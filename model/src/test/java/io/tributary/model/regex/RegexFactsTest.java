package io.tributary.model.regex;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegexFactsTest {

  @Test
  void knowsTheWordsOfAListOfWords() {
    assertThat(facts("prod|staging|web[12]").words())
        .contains(Set.of("prod", "staging", "web1", "web2"));
    assertThat(facts("").words()).contains(Set.of(""));
    assertThat(facts("web.*").words()).isEmpty();
    assertThat(facts("\\d").words()).isEmpty();
  }

  @Test
  void knowsWhatMatchesEverything() {
    assertThat(List.of("(.*)", ".*", "a|.*", "(?:.*)")).allMatch(p -> facts(p).matchesAll());
    assertThat(List.of(".+", "(.+)", "", "a.*")).noneMatch(p -> facts(p).matchesAll());
    assertThat(List.of("(.+)", ".*")).allMatch(p -> facts(p).matchesAllButEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "prod|dev, staging, true",
    "prod|dev, dev, false",
    "prod-.*, dev-.*, true",
    "prod-.*, prod.*, false",
    ".*-prod, .*-dev, true",
    "prod-.*, prod, true",
    "a, [0-9]+, true",
    "[0-9]+, [a-z]+, false",
    ".*, a, false"
  })
  void provesThatNothingMatchesBoth(String one, String other, boolean excludes) {
    assertThat(facts(one).excludes(facts(other))).isEqualTo(excludes);
    assertThat(facts(other).excludes(facts(one))).isEqualTo(excludes);
  }

  @ParameterizedTest
  @CsvSource({
    "'([^:]+)(?::\\d+)?;(\\d+)', 1",
    "'(.+);(.+);(.+)', 2",
    "'a|b;c', 0",
    "'(a;|b;)c', 1",
    "';?x', 0",
    "';{2,}x', 2",
    "'(?:a;){3}', 3",
    "'(?i)a;b', 0",
    "'\\;+', 1",
    "'[;]', 1",
    "'\\Q;\\E', 0",
    "'[^;]*', 0"
  })
  void countsWhatEveryTextHolds(String pattern, int least) {
    assertThat(facts(pattern).leastOccurrences(';')).isEqualTo(least);
  }

  @Test
  @Timeout(10)
  void countsInOnePassWhateverThePatternHolds() {
    String pattern = ";(?:[" + "[:".repeat(120_000) + "a])";
    assertThat(LeastOccurrences.of(pattern, ';')).isEqualTo(1);
    assertThat(LeastOccurrences.of("[[:alpha:]];", ';')).isEqualTo(1);
  }

  @Test
  void knowsWhatLeavesItsAnchors() {
    assertThat(facts("a)|(?:b").isAnchored()).isFalse();
    assertThat(facts("\\d+").isAnchored()).isTrue();
  }

  @Test
  void nothingThatIsClaimedIsRefutedByAText() {
    long seed = System.nanoTime();
    System.out.println("RegexFactsTest.nothingThatIsClaimedIsRefutedByAText seed " + seed);
    var random = new Random(seed);
    String[] parts = {
      "a", ";", ".", ".*", ".+", "(", ")", "|", "?", "[;a]", "\\d", "b", "{2}", "+"
    };
    String[] letters = {"a", ";", "b", "1", ""};
    for (int round = 0; round < 30_000; round++) {
      Regex one = random(random, parts);
      Regex other = random(random, parts);
      if (one == null || other == null || !facts(one.pattern()).isAnchored()) {
        continue;
      }
      var text = new StringBuilder();
      for (int i = random.nextInt(6); i > 0; i--) {
        text.append(letters[random.nextInt(letters.length)]);
      }
      if (one.matches(text.toString())) {
        String what = one + " on " + text + ", seed " + seed + ", round " + round;
        long count = text.chars().filter(c -> c == ';').count();
        assertThat((long) facts(one.pattern()).leastOccurrences(';'))
            .as(what)
            .isLessThanOrEqualTo(count);
        if (other.matches(text.toString())) {
          assertThat(facts(one.pattern()).excludes(facts(other.pattern()))).as(what).isFalse();
        }
      } else {
        assertThat(facts(one.pattern()).matchesAll()).isFalse();
      }
    }
  }

  private static @org.jspecify.annotations.Nullable Regex random(Random random, String[] parts) {
    var pattern = new StringBuilder();
    for (int i = random.nextInt(7); i > 0; i--) {
      pattern.append(parts[random.nextInt(parts.length)]);
    }
    try {
      return Regex.compile(pattern.toString());
    } catch (RegexException _) {
      return null;
    }
  }

  private static RegexFacts facts(String pattern) {
    return RegexFacts.of(Regex.compile(pattern));
  }
}
