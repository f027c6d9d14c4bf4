package io.tributary.river.stdlib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.config.ConfigException;
import io.tributary.river.printer.ValuePrinter;
import io.tributary.river.stdlib.json.JsonReader;
import io.tributary.river.stdlib.json.JsonWriter;
import io.tributary.river.value.OptionalSecret;
import io.tributary.river.value.SecretCapsule;
import io.tributary.river.value.Value;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonAndYamlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\u00a7',
      value = {
        "{; unexpected end of JSON input",
        "[1,]; invalid character ']' looking for beginning of value",
        "[1}; invalid character '}' after array element",
        "{\"a\" 1}; invalid character '1' after object key",
        "{\"a\":1 \"b\"}; invalid character '\"' after object key:value pair",
        "{1:2}; invalid character '1' looking for beginning of object key string",
        "1 2; invalid character '2' after top-level value",
        "01; invalid character '1' after top-level value",
        "-; unexpected end of JSON input",
        "-x; invalid character 'x' in numeric literal",
        "1.x; invalid character 'x' after decimal point in numeric literal",
        "1ex; invalid character 'x' in exponent of numeric literal",
        "trve; invalid character 'v' in literal true (expecting 'u')",
        "\"\\q\"; invalid character 'q' in string escape code",
        "\"\\u00g0\"; invalid character 'g' in \\u hexadecimal character escape",
        "1e400; json: cannot unmarshal number 1e400 into Go value of type float64",
        "'a'; invalid character '\\'' looking for beginning of value",
      })
  void refusesJsonInTheWordsOfGo(String json, String message) {
    assertThatThrownBy(() -> JsonReader.floats(json)).hasMessage(message);
  }

  @Test
  void readsTextsAndNumbers() {
    assertThat(JsonReader.floats("\"\\u00e4\\ud83d\\ude00\\n\\/\\ud800\""))
        .isEqualTo(Value.of("\u00e4\uD83D\uDE00\n/\uFFFD"));
    assertThat(JsonReader.floats(" 12 ")).isEqualTo(Value.of(12.0));
    assertThat(JsonReader.wholeNumbers("12")).isEqualTo(Value.of(12));
    assertThat(JsonReader.wholeNumbers("92233720368547758080"))
        .isEqualTo(Value.of(9.223372036854776e19));
    assertThatThrownBy(() -> JsonReader.floats("[".repeat(100_000)))
        .hasMessage("exceeded max depth");
    assertThatThrownBy(() -> JsonReader.floats("[" + "1,".repeat(1_000_000) + "1]"))
        .hasMessage("more values than the limit of 1000000");
    assertThatThrownBy(() -> JsonReader.floats("\"a\nb\""))
        .hasMessage("invalid character '\\n' in string literal");
  }

  @Test
  void neverWritesASecretIntoJson() {
    assertThatThrownBy(
            () -> JsonWriter.write(Value.of(Map.of("a", Value.of(SecretCapsule.of("x"))))))
        .hasMessage("secrets may not be converted into strings");
    assertThat(JsonWriter.write(Value.of(Map.of("a", Value.of(OptionalSecret.of("x", false))))))
        .isEqualTo("{\"a\":\"x\"}");
    assertThat(JsonWriter.write(Value.of("\u2028\u0001\b\f\r\t\\\"")))
        .isEqualTo("\"\\u2028\\u0001\\b\\f\\r\\t\\\\\\\"\"");
  }

  private static String yaml(String text) {
    return ValuePrinter.print(YamlReader.read(text)).replaceAll("\\s+", " ");
  }

  @Test
  void readsYamlByTheRulesOfItsThirdVersion() {
    assertThat(yaml("a: [1, -1, +2, 1_000, 0b11, 0o17, 017, 1e3, .5, .inf, -.Inf]"))
        .isEqualTo("{ a = [1, -1, 2, 1000, 3, 15, 15, 1000, 0.5, +Inf, -Inf], }");
    assertThat(yaml("[on, No, True, FALSE, NULL, 2001-01-01, '1', \"2\", !!str 3]"))
        .isEqualTo("[\"on\", \"No\", true, false, null, \"2001-01-01\", \"1\", \"2\", \"3\"]");
    assertThat(yaml("18446744073709551615")).isEqualTo("18446744073709551615");
    assertThat(yaml("a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3\n"))
        .isEqualTo("{ a = { b = 1, c = 2, }, d = { b = 1, c = 3, }, }");
    assertThat(yaml("1: x\n---\n2: y\n")).isEqualTo("{ \"1\" = \"x\", }");
    assertThat(yaml("!!binary aGk=")).isEqualTo("\"hi\"");
    assertThat(yaml("a: |\n  b\n  c\n")).isEqualTo("{ a = \"b\\nc\\n\", }");
  }

  @Test
  void refusesYamlThatIsNoneOrTooMuch() {
    assertThatThrownBy(() -> YamlReader.read("a: [")).isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> YamlReader.read("a: 1\na: 2"))
        .hasMessage("yaml: mapping key \"a\" already defined");
    assertThatThrownBy(() -> YamlReader.read("*x"))
        .hasMessage("yaml: unknown anchor 'x' referenced");
    assertThatThrownBy(() -> YamlReader.read("[".repeat(10_000)))
        .hasMessageContaining("exceeded max depth");
    assertThatThrownBy(() -> YamlReader.read("? [a]\n: b")).hasMessage("yaml: invalid map key");
    var laughs = new StringBuilder("l0: &l0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      laughs.append("l%d: &l%d [*l%d, *l%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThatThrownBy(() -> YamlReader.read(laughs.toString()))
        .hasMessage("yaml: document contains excessive aliasing");
  }
}
