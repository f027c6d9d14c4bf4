package io.tributary.dialects.staticmode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.config.DiagnosticPrinter;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.river.diag.Span;
import io.tributary.river.syntax.Statement.Block;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StaticConfigTest {
  private static final StaticOptions OPTIONS =
      StaticOptions.of(
          Environment.of(Map.of("LONG", "a much longer text\n# of two lines", "I", "x")));

  @Test
  void placesAreThoseOfTheFileAsItWasWritten() {
    StaticConfig.Result result =
        read(
            """
            # ${LONG}
            metrics:
              configs:
                - name: ${I}-${I}-${I}
                  scrape_configs: [{job_name: "${I}", scrape_interval: "1${I}"}]
            """,
            OPTIONS.expanding());
    assertThat(DiagnosticPrinter.plain().print(result.diagnostics()))
        .contains("agent.yaml:5:60: error: unknown unit \"x\" in duration \"1x\"")
        .contains("scrape_configs: [{job_name: \"${I}\", scrape_interval: \"1${I}\"}]");
  }

  @Test
  void blocksStandWhereTheirSectionsDo() {
    StaticConfig.Result result =
        read(
            """
            # ${LONG}
            metrics:
              configs:
                - name: ${I}
                  scrape_configs:
                    - job_name: a
                      static_configs: [{targets: ["h:1"]}]
            """,
            OPTIONS.expanding());
    List<?> body = result.sound().orElseThrow().tree(OPTIONS).body();
    assertThat(body.getFirst())
        .isInstanceOfSatisfying(
            Block.class,
            block -> {
              Span place = block.body().getFirst().span();
              assertThat(block.id()).isEqualTo("prometheus.scrape.metrics_x_a");
              assertThat(place.file()).isEqualTo("agent.yaml");
              assertThat(place.line()).isEqualTo(7);
            });
  }

  @Test
  void linesAreShownAsTheyWereWritten() {
    StaticConfig.Result result =
        read(
            "server: {log_level: '${SECRET}'}\n",
            StaticOptions.of(Environment.of(Map.of("SECRET", "x"))).expanding());
    String printed = DiagnosticPrinter.plain().print(result.diagnostics());
    assertThat(printed).contains("log_level: '${SECRET}'");
  }

  @Test
  @Timeout(30)
  void aFileOnOneLongLineIsReadInOnePass() {
    String targets = "\"${I}:1\",".repeat(50_000);
    String text =
        "{metrics: {configs: [{name: a, scrape_configs: [{job_name: a, static_configs:"
            + " [{targets: [%s]}]}], nonsense: 1}]}}".formatted(targets);
    for (StaticOptions options : List.of(OPTIONS.expanding(), OPTIONS)) {
      assertThat(read(text.replace("${I}", "x"), options).errors())
          .singleElement()
          .asString()
          .contains("agent.yaml:1:" + (text.indexOf("nonsense") + 1 - 3 * 50_000))
          .contains("field nonsense not found");
    }
    assertThat(read(text, OPTIONS.expanding()).errors())
        .singleElement()
        .asString()
        .contains("agent.yaml:1:" + (text.indexOf("nonsense") + 1));
  }

  @Test
  void readsEveryEncodingWithAMark() {
    String text = "metrics: {configs: [{name: ü}]}\n";
    for (Charset charset :
        List.of(
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_16BE,
            StandardCharsets.UTF_16LE,
            StandardCharsets.UTF_32BE,
            StandardCharsets.UTF_32LE)) {
      byte[] bytes = ("\uFEFF" + text).getBytes(charset);
      assertThat(StaticConfig.read("agent.yaml", bytes, OPTIONS).errors())
          .as("%s", charset)
          .isEmpty();
    }
    assertThat(
            StaticConfig.read("agent.yaml", text.getBytes(StandardCharsets.ISO_8859_1), OPTIONS)
                .errors())
        .singleElement()
        .asString()
        .contains("unknown encoding for config");
  }

  @Test
  void aBrokenVariableIsAnErrorAtItsPlace() {
    StaticConfig.Result result = read("metrics:\n  wal_directory: ${v-d}\n", OPTIONS.expanding());
    assertThat(DiagnosticPrinter.plain().print(result.diagnostics()))
        .startsWith(
            "agent.yaml:2:18: error: unable to substitute config with environment variables:"
                + " missing closing brace");
    assertThat(read("metrics:\n  wal_directory: ${v-d}\n", OPTIONS).errors()).isEmpty();
  }

  @Test
  void flagsWinOverTheFile() {
    var overrides =
        new StaticOptions.Overrides(
            java.util.Optional.of("/flag"),
            java.util.Optional.empty(),
            java.util.Optional.empty(),
            java.util.Optional.empty(),
            java.util.Map.of());
    var options =
        new StaticOptions(
            OPTIONS.environment(),
            false,
            false,
            StaticOptions.Listener.DEFAULT,
            StaticOptions.GrpcListener.DEFAULT,
            overrides);
    StaticConfig config = read("metrics: {wal_directory: /file}\n", options).sound().orElseThrow();
    assertThat(config.walDirectory()).isEqualTo("/flag");
  }

  @Test
  void anIntegrationThatIsOffOrNotScrapedMayTakeItsTime() {
    String text =
        "integrations: {agent: {enabled: %s, scrape_integration: %s, scrape_timeout: 5m}}\n";
    assertThat(read(text.formatted(false, true), OPTIONS).errors()).isEmpty();
    assertThat(read(text.formatted(true, false), OPTIONS).errors()).isEmpty();
    assertThat(read(text.formatted(true, true), OPTIONS).errors())
        .singleElement()
        .asString()
        .contains("scrape timeout greater than scrape interval");
  }

  @Test
  void addressesOfIntegrationsAreShownWithoutTheirPasswords() {
    String text =
        "integrations: {node_exporter: {enabled: true, supervisord_url:"
            + " 'http://u:canary@h/RPC2'}}\n";
    assertThat(read(text, OPTIONS).sound().orElseThrow().effectiveYaml())
        .contains("supervisord_url: http://u:")
        .doesNotContain("canary");
  }

  private static StaticConfig.Result read(String text, StaticOptions options) {
    return StaticConfig.read("agent.yaml", text.getBytes(StandardCharsets.UTF_8), options);
  }
}
