package io.tributary.dialects.staticmode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.dialects.convert.Conversion;
import io.tributary.dialects.convert.ConvertDiagnostic.Level;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.prometheus.GoldenFile;
import io.tributary.dialects.prometheus.GoldenFile.Case;
import io.tributary.dialects.prometheus.tree.Form;
import io.tributary.river.syntax.RiverParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What a file becomes in River, and what is told of it: see `converted.golden`.
class StaticConversionGoldenTest {
  @TestFactory
  List<DynamicTest> becomesRiver() {
    GoldenFile golden = GoldenFile.read("staticmode", "converted.golden");
    var tests = new ArrayList<DynamicTest>();
    for (Case example : golden.cases()) {
      tests.add(DynamicTest.dynamicTest(example.name(), () -> check(golden, example)));
    }
    return tests;
  }

  private static void check(GoldenFile golden, Case example) {
    String exact = convert(example, Form.EXACT);
    String alloy = convert(example, Form.ALLOY);
    String printed = "=== what runs\n" + exact + "=== for Alloy\n" + alloy;
    if (GoldenFile.UPDATE) {
      golden.update(example, printed);
    }
    assertThat(printed).isEqualTo(example.output());
  }

  private static String convert(Case example, Form form) {
    Conversion conversion =
        StaticConversion.convert(
            "agent.yaml",
            example.input().getBytes(StandardCharsets.UTF_8),
            StaticOptions.of(Environment.of(Map.of())).expanding(),
            form);
    String river = conversion.print();
    assertThat(RiverParser.parse("x.river", river.getBytes(StandardCharsets.UTF_8)).diagnostics())
        .isEmpty();
    String told =
        conversion.diagnostics().all().stream()
            .filter(diagnostic -> diagnostic.level() != Level.INFO)
            .map(one -> form.isExact() ? one.located() : one.toString())
            .collect(Collectors.joining("\n"));
    return told + (told.isEmpty() ? "" : "\n") + river;
  }
}
