package io.tributary.dialects.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.config.DiagnosticPrinter;
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

/// What is wrong with a file is said with its place, the line and a way out: see `invalid.golden`.
class DiagnosticsGoldenTest {
  @TempDir Path directory;

  @TestFactory
  List<DynamicTest> saysWhatIsWrongAndWhere() {
    GoldenFile golden = GoldenFile.read("invalid.golden");
    var tests = new ArrayList<DynamicTest>();
    for (Case example : golden.cases()) {
      tests.add(DynamicTest.dynamicTest(example.name(), () -> check(golden, example)));
    }
    return tests;
  }

  private void check(GoldenFile golden, Case example) throws IOException {
    Path file = directory.resolve("prometheus.yml");
    Files.writeString(file, example.input());
    LoadResult result = PrometheusConfig.load(file, Environment.of(Map.of()));
    String printed =
        DiagnosticPrinter.plain()
            .print(result.diagnostics())
            .replace(directory.toString() + "/", "");
    if (GoldenFile.UPDATE) {
      golden.update(example, printed);
    }
    assertThat(result.errors()).isNotEmpty();
    assertThat(printed).isEqualTo(example.output());
  }
}
