package io.tributary.base.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlNumbersTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "+12, 12",
    "1_000, 1000",
    "0x1F, 31",
    "-0b101, -5",
    "0o17, 15",
    "017, 15",
    "-9223372036854775808, -9223372036854775808",
    "18446744073709551615, 18446744073709551615",
    "0xffff_ffff_ffff_ffff, 18446744073709551615",
  })
  void readsIntegersOf64Bits(String text, BigInteger value) {
    assertThat(YamlNumbers.integer(text)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1.0", "1e3", "089", "0x", "--1", "18446744073709551616"})
  void readsNothingElse(String text) {
    assertThat(YamlNumbers.integer(text)).isNull();
  }

  @Test
  void refusesWhatIsTooSmallOrTooLong() {
    assertThat(YamlNumbers.integer("-9223372036854775809")).isNull();
    assertThat(YamlNumbers.integer("0".repeat(100))).isEqualTo(BigInteger.ZERO);
    assertThat(YamlNumbers.integer("0".repeat(101))).isNull();
  }

  @Test
  void knowsTheWordsForWhatIsNoFiniteNumber() {
    assertThat(YamlNumbers.special(".NaN")).isNaN();
    assertThat(YamlNumbers.special("+.inf")).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(YamlNumbers.special("-.INF")).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(YamlNumbers.special("inf")).isNull();
  }
}
