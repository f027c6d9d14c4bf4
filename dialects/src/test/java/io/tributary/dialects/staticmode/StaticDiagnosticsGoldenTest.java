package io.tributary.dialects.staticmode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.config.DiagnosticPrinter;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.prometheus.GoldenFile;
import io.tributary.dialects.prometheus.GoldenFile.Case;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What is wrong with a file is said with its place, the line and a way out: see `invalid.golden`.
class StaticDiagnosticsGoldenTest {
  @TestFactory
  List<DynamicTest> saysWhatIsWrongAndWhere() {
    GoldenFile golden = GoldenFile.read("staticmode", "invalid.golden");
    var tests = new ArrayList<DynamicTest>();
    for (Case example : golden.cases()) {
      tests.add(DynamicTest.dynamicTest(example.name(), () -> check(golden, example)));
    }
    return tests;
  }

  private static void check(GoldenFile golden, Case example) {
    StaticConfig.Result result =
        StaticConfig.read(
            "agent.yaml",
            example.input().getBytes(StandardCharsets.UTF_8),
            StaticOptions.of(Environment.of(Map.of())));
    String printed = DiagnosticPrinter.plain().print(result.diagnostics());
    if (GoldenFile.UPDATE) {
      golden.update(example, printed);
    }
    assertThat(result.errors()).isNotEmpty();
    assertThat(result.sound()).isEmpty();
    assertThat(printed).isEqualTo(example.output());
  }
}
