package io.tributary.dialects.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.dialects.yaml.ScalarRules.Kind;
import io.tributary.dialects.yaml.YamlNode.Scalar;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalarRulesTest {
  @ParameterizedTest
  @CsvSource({
    "yes, BOOL",
    "No, BOOL",
    "ON, BOOL",
    "off, BOOL",
    "y, BOOL",
    "true, BOOL",
    "tRue, STRING",
    "yep, STRING",
    "~, NULL",
    "null, NULL",
    "Null, NULL",
    "nULL, STRING",
    "'', NULL",
    "0, INTEGER",
    "-1, INTEGER",
    "+5, INTEGER",
    "1_000, INTEGER",
    "0x1F, INTEGER",
    "017, INTEGER",
    "0o17, INTEGER",
    "0b101, INTEGER",
    "18446744073709551615, INTEGER",
    "18446744073709551616, FLOAT",
    "09, FLOAT",
    "1.5, FLOAT",
    "1e3, FLOAT",
    ".5, FLOAT",
    "1., FLOAT",
    ".inf, FLOAT",
    "-.Inf, FLOAT",
    ".nan, FLOAT",
    "., STRING",
    "15s, STRING",
    "1:20, STRING",
    "2020-01-02, TIMESTAMP",
    "1.2.3.4, STRING",
    "-, STRING",
    "a, STRING",
    "0x, STRING",
  })
  void readsPlainScalarsAsGoYamlDoes(String text, Kind kind) {
    assertThat(ScalarRules.kind(text)).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "017, 15",
    "0o17, 15",
    "0x1f, 31",
    "-0x1f, -31",
    "1_000, 1000",
    "0b11, 3",
    "-9223372036854775808, -9223372036854775808"
  })
  void readsIntegersInEveryBase(String text, long value) {
    assertThat(ScalarRules.integer(new Scalar(1, 1, 1, 1, text, true, null))).isEqualTo(value);
  }
}
