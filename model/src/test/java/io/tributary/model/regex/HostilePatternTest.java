package io.tributary.model.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// S12: patterns that keep engines with backtracking busy for years.
class HostilePatternTest {
  private static final int LENGTH = 20_000;

  /// Linear time is some tens of milliseconds; a machine under load may be slow.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a+)+",
        "(a*)*",
        "(a|a)*",
        "(a|aa)+",
        "(a|a?)+",
        "([a-zA-Z]+)*",
        "(.*a){12}",
        "(.*)*",
        "(x+x+)+y",
        "(a?){500}a{500}",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "([a-zA-Z0-9_\\-\\.]+)@([a-z]+\\.)+",
        "((a+)+)+",
        "(a+|b+)*c",
        "(?:a|b|ab)*c",
        "(\\w+\\s*)+:",
        "(([^/]*)*/)*x",
        "(a{0,500}){0,2}b",
        "(.+)+\\.(.+)+\\.example",
        "[a-z]*[a-z]*[a-z]*[a-z]*[a-z]*!",
        "(?i)(s+)+\u017f",
        "(\\pL+)+\\pN"
      })
  void takesTimeThatGrowsWithTheTextAlone(String pattern) {
    Regex regex = Regex.compile(pattern);
    for (String unit : new String[] {"a", "ab", "x", "a ", "a/", "a.", "s"}) {
      String text = unit.repeat(LENGTH / unit.length()) + "!";
      long begin = System.nanoTime();
      regex.matches(text);
      regex.replaceAll(text, Template.compile("$1", regex));
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).as(pattern).isLessThan(PATIENCE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((a{1000}){1000}){1000}",
        "(a{1000}){1000}",
        "(((((a{10}){10}){10}){10}){10}){10}",
        "a{1001}",
        "(\\pL{500}){500}",
        "((((.{100}){100}){100}){100})",
        "(x{0,1000}){0,1000}"
      })
  void aProgramThatWouldNotFitIsRefused(String pattern) {
    assertThatThrownBy(() -> Regex.compile(pattern)).isInstanceOf(RegexException.class);
  }

  @Test
  void nestingAndLengthHaveABound() {
    assertThatThrownBy(() -> Regex.compile("(".repeat(100_000) + "a" + ")".repeat(100_000)))
        .isInstanceOf(RegexException.class);
    assertThatThrownBy(() -> Regex.compile("a|".repeat(Regex.MAX_PATTERN_CHARS)))
        .isInstanceOf(RegexException.class);
  }
}
