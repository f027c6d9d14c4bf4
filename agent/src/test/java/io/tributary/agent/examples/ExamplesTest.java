package io.tributary.agent.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.agent.Checkout;
import io.tributary.agent.process.RunningGraph;
import io.tributary.dialects.convert.Conversion;
import io.tributary.dialects.convert.ConvertDiagnostic.Level;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.prometheus.PrometheusConfig;
import io.tributary.dialects.prometheus.tree.Form;
import io.tributary.dialects.staticmode.StaticConversion;
import io.tributary.dialects.staticmode.StaticOptions;
import io.tributary.river.printer.RiverPrinter;
import io.tributary.river.syntax.RiverParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every file in `examples/` can be used as it is.
@Timeout(60)
class ExamplesTest {
  @TempDir Path folder;

  @TestFactory
  List<DynamicTest> everyExampleRuns() throws IOException {
    try (Stream<Path> files = Files.list(Checkout.file("examples"))) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> run(file)))
          .toList();
    }
  }

  private void run(Path file) throws Exception {
    String name = file.getFileName().toString();
    if (name.endsWith(".river") || name.endsWith(".alloy")) {
      runRiver(file);
    } else if (name.equals("agent.yaml")) {
      runStatic(file);
    } else {
      assertThat(PrometheusConfig.load(file, Environment.system()).errors()).isEmpty();
    }
  }

  /// As it is printed in River, which is what runs.
  private void runStatic(Path file) throws Exception {
    Conversion conversion =
        StaticConversion.convert(
            file.toString(),
            Files.readAllBytes(file),
            StaticOptions.of(Environment.system()),
            Form.EXACT);
    assertThat(conversion.diagnostics().has(Level.ERROR)).isFalse();
    try (var graph = RunningGraph.of(folder.resolve("static"), conversion.print())) {
      assertThat(graph.get("/-/healthy")).isEqualTo("All Alloy components are healthy.\n");
      assertThat(
              graph.getUntil(
                  "/api/v0/component/prometheus.exporter.unix.integrations_node_exporter/metrics",
                  "node_uname_info"))
          .contains("node_uname_info");
    }
  }

  private void runRiver(Path file) throws Exception {
    String text = Files.readString(file);
    assertThat(RiverPrinter.format(RiverParser.parse("", text).sound().orElseThrow()))
        .as("formatted")
        .isEqualTo(text);
    try (var graph = RunningGraph.of(folder.resolve("run"), text)) {
      assertThat(graph.get("/-/ready")).isEqualTo("Alloy is ready.\n");
      assertThat(graph.get("/-/healthy")).isEqualTo("All Alloy components are healthy.\n");
      assertThat(graph.get("/metrics")).contains("alloy_config_last_load_successful 1\n");
    }
  }
}
