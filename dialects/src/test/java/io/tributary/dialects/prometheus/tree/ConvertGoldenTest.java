package io.tributary.dialects.prometheus.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.dialects.convert.Conversion;
import io.tributary.dialects.convert.ConvertDiagnostic;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.prometheus.GoldenFile;
import io.tributary.dialects.prometheus.GoldenFile.Case;
import io.tributary.dialects.prometheus.LoadOptions;
import io.tributary.dialects.yaml.SourceText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What is printed for a file, what Alloy's converter would print, and what is said about both: see
/// `convert.golden`.
class ConvertGoldenTest {
  @TestFactory
  List<DynamicTest> printsAndSaysWhatItShould() {
    GoldenFile golden = GoldenFile.read("convert.golden");
    var tests = new ArrayList<DynamicTest>();
    for (Case example : golden.cases()) {
      tests.add(DynamicTest.dynamicTest(example.name(), () -> check(golden, example)));
    }
    return tests;
  }

  private static void check(GoldenFile golden, Case example) {
    Conversion exact = convert(example.input(), Form.EXACT);
    Conversion forAlloy = convert(example.input(), Form.ALLOY);
    boolean isSame = exact.diagnostics().toString().equals(forAlloy.diagnostics().toString());
    String output =
        diagnostics(exact, ConvertDiagnostic::located)
            + "-- exact\n"
            + exact.print()
            + "-- for Alloy\n"
            + (isSame ? "" : diagnostics(forAlloy, ConvertDiagnostic::toString))
            + forAlloy.print();
    if (GoldenFile.UPDATE) {
      golden.update(example, output.stripTrailing() + "\n");
    }
    assertThat(output.stripTrailing() + "\n").isEqualTo(example.output());
  }

  private static Conversion convert(String text, Form form) {
    var options = LoadOptions.of(Environment.of(Map.of("HOME", "/home")));
    String name = "conf/prometheus.yml";
    return PrometheusTree.convert(Path.of(name), SourceText.of(name, text), options, form);
  }

  private static String diagnostics(
      Conversion conversion, Function<ConvertDiagnostic, String> print) {
    String text = conversion.diagnostics().text(print);
    return text.isEmpty() ? "" : text + "\n";
  }
}
