package io.tributary.dialects.staticmode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.dialects.staticmode.EnvironmentTemplate.SubstitutionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EnvironmentTemplateTest {
  private static final String MANY = "a".repeat(2_000);
  private static final String LONG = "a".repeat(1_000_000);

  private static final Map<String, String> VARIABLES =
      Map.of(
          "many", MANY,
          "long", LONG,
          "v", "abc/def.tar.gz",
          "w", "Hello wörld",
          "n", "12345",
          "up", "UP",
          "path", "/usr/local/lib/x.so");

  static Stream<String> recorded() throws IOException {
    return Files.readAllLines(
            Path.of("src/test/resources/io/tributary/dialects/staticmode/environment.golden"))
        .stream()
        .filter(line -> !line.startsWith("# "));
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void fillsInWhatTheOriginalDoes(String line) {
    String[] parts = line.split("\t", 2);
    assertThat(expand(unquoted(parts[0]))).isEqualTo(unquoted(parts[1]));
  }

  private static String expand(String input) {
    try {
      return "="
          + EnvironmentTemplate.expand(input, name -> VARIABLES.getOrDefault(name, "")).text();
    } catch (SubstitutionException e) {
      return "!" + e.getMessage();
    }
  }

  private static String unquoted(String text) {
    return text.translateEscapes();
  }

  @Test
  void knowsWhereEachCharacterStood() throws SubstitutionException {
    String source = "a ${up} b $${x} c";
    Expanded expanded = EnvironmentTemplate.expand(source, _ -> "long value");
    assertThat(expanded.text()).isEqualTo("a long value b ${x} c");
    assertThat(expanded.origin(0)).isZero();
    assertThat(expanded.origin(2)).isEqualTo(2);
    assertThat(expanded.origin(11)).isEqualTo(2);
    assertThat(expanded.origin(expanded.text().indexOf('b'))).isEqualTo(source.indexOf('b'));
    assertThat(expanded.origin(expanded.text().indexOf('c'))).isEqualTo(source.indexOf('c'));
  }

  @Test
  void endsWhateverTheTextHolds() {
    var pieces =
        new String[] {"${", "}", "$", "v", ":", "=", "/", "#", "%", "[", "*", "\\", "-1", "é"};
    long seed = 20_261_122;
    var random = new SplittableRandom(seed);
    for (int round = 0; round < 20_000; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(12); i > 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      assertThat(expand(text.toString())).as("seed %s, %s", seed, text).isNotEmpty();
    }
    assertThat(expand("${a:=".repeat(5_000))).contains("nested too deeply");
  }

  @Test
  @Timeout(30)
  void aTextThatGrowsWithoutEndIsRefused() {
    String nested = "${many//a/".repeat(8) + "b" + "}".repeat(8);
    assertThat(expand(nested)).contains("grows beyond 16777216 characters");
    assertThat(expand("${many}".repeat(10_000))).contains("grows beyond 16777216 characters");
    assertThat(expand("${many//a/${many}}")).hasSize(1 + MANY.length() * MANY.length());
  }

  @Test
  @Timeout(30)
  void cutsLongValuesInOnePass() {
    String pattern = "*b*a*b*a*b";
    assertThat(expand("${many##" + pattern + "}")).isEqualTo("=" + MANY);
    assertThat(expand("${long##" + pattern + "}")).isEqualTo("=" + LONG);
    assertThat(expand("${long#*a*a}")).isEqualTo("=" + LONG.substring(2));
    assertThat(expand("${long##*a*a}")).isEqualTo("=");
  }
}
