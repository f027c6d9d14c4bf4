package io.tributary.dialects.yaml;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.dialects.yaml.YamlNode.Mapping;
import io.tributary.dialects.yaml.YamlNode.Scalar;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlWriterTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "plain | plain",
        "`` | \"\"",
        "true | \"true\"",
        "1 | \"1\"",
        "1.5 | \"1.5\"",
        "~ | \"~\"",
        "y | \"y\"",
        "a: b | 'a: b'",
        "a:b | a:b",
        "a #b | 'a #b'",
        "a#b | a#b",
        "- | '-'",
        "-x | -x",
        "*x | '*x'",
        "it's | it's",
        "'q' | '''q'''",
        "{a} | '{a}'",
        "a{b} | a{b}",
        "(.*) | (.*)",
        "; | ;",
        "$1 | $1",
        "1:20 | \"1:20\"",
        "é | é",
        "a: | 'a:'",
        "2020-01-02 | \"2020-01-02\"",
        "%x | '%x'",
        "<secret> | <secret>",
      })
  void quotesOnlyWhatWouldReadAsSomethingElse(String text, String expected) {
    assertThat(YamlWriter.write(Map.of("k", text))).isEqualTo("k: " + expected + "\n");
  }

  @Test
  void printsListsAtTheIndentationOfTheirKey() {
    assertThat(
            YamlWriter.write(
                Map.of("k", List.of(Map.of("a", 1L), List.of("x", List.of("w", "z")), List.of()))))
        .isEqualTo("k:\n- a: 1\n- - x\n  - - w\n    - z\n- []\n");
  }

  @Test
  void printsTextsThatReadBackTheSame() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new SplittableRandom(seed);
    String alphabet = "ab \n\t:#-'\"{}[],&*!|>%@`$?~0x1.\u0007\u0085\u00e9\u2028\uFEFF\\";
    for (int i = 0; i < 5_000; i++) {
      var text = new StringBuilder();
      int length = random.nextInt(12);
      for (int j = 0; j < length; j++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String yaml = YamlWriter.write(Map.of("k", Map.of("l", List.of(text.toString()))));
      assertThat(readBack(yaml)).as(yaml).isEqualTo(text.toString());
    }
  }

  private static String readBack(String yaml) {
    var findings = new Findings();
    YamlDocument document =
        YamlDocument.parse(SourceText.of("x.yml", yaml), YamlLimits.DEFAULT, findings);
    YamlNode root = requireNonNull(document.root(), () -> yaml + findings.list());
    Fields fields = new Fields(document, (Mapping) root, "x").section("k", "k");
    var item = (Scalar) requireNonNull(fields).items("l").getFirst();
    return ScalarRules.string(item);
  }
}
