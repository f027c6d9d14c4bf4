package io.tributary.dialects.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.dialects.prometheus.GoldenFile.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Valid files, and what is in effect then: see `valid.golden`.
class EffectiveYamlGoldenTest {
  private static final Environment ENVIRONMENT =
      Environment.of(Map.of("CLUSTER", "eu-1", "EMPTY", "", "DOLLAR", "$CLUSTER"));

  @TempDir Path directory;

  @TestFactory
  List<DynamicTest> printsWhatIsInEffect() {
    GoldenFile golden = GoldenFile.read("valid.golden");
    var tests = new ArrayList<DynamicTest>();
    for (Case example : golden.cases()) {
      tests.add(DynamicTest.dynamicTest(example.name(), () -> check(golden, example)));
    }
    return tests;
  }

  private void check(GoldenFile golden, Case example) throws IOException {
    PrometheusConfig config = load(example.input());
    String printed = config.effectiveYaml().replace(directory + "/", "");
    if (GoldenFile.UPDATE) {
      golden.update(example, printed);
    }
    assertThat(printed).isEqualTo(example.output());
    assertThat(load(withLiteralDollars(config.effectiveYaml())).effectiveYaml())
        .as("the effective configuration of the effective configuration")
        .isEqualTo(config.effectiveYaml());
  }

  /// External labels are expanded again when they are read again.
  private static String withLiteralDollars(String yaml) {
    int globalEnd = yaml.indexOf("\nruntime:");
    return yaml.substring(0, globalEnd).replace("$", "$$") + yaml.substring(globalEnd);
  }

  private PrometheusConfig load(String yaml) throws IOException {
    Path file = directory.resolve("prometheus.yml");
    Files.writeString(file, yaml);
    LoadResult result = PrometheusConfig.load(file, ENVIRONMENT);
    assertThat(result.errors()).isEmpty();
    return result.sound().orElseThrow();
  }
}
