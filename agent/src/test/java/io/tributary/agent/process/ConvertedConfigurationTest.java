package io.tributary.agent.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tributary.agent.process.ConvertedConfiguration.Converter;
import io.tributary.dialects.convert.Conversion;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.prometheus.LoadOptions;
import io.tributary.dialects.prometheus.tree.Form;
import io.tributary.dialects.prometheus.tree.PrometheusTree;
import io.tributary.dialects.staticmode.StaticConversion;
import io.tributary.dialects.staticmode.StaticOptions;
import io.tributary.dialects.yaml.SourceText;
import io.tributary.dialects.yaml.YamlLimits;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.syntax.Statement.Block;
import io.tributary.runtime.source.ParsedFile;
import io.tributary.runtime.source.Source;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertedConfigurationTest {
  private static final String PROMETHEUS =
      """
      scrape_configs:
        - job_name: web
          bearer_token: canary
      remote_write: [{url: "http://user:canary@host/write"}]
      """;

  @TempDir Path folder;

  private Source read(String format, boolean bypassesErrors, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("config.yml"), text);
    return new ConvertedConfiguration(file, converter(format), bypassesErrors).read();
  }

  private static Converter converter(String format) {
    Environment environment = Environment.of(Map.of());
    return switch (format) {
      case "prometheus" ->
          (file, content) ->
              PrometheusTree.convert(
                  file,
                  SourceText.of(file.toString(), content),
                  LoadOptions.of(environment),
                  Form.EXACT);
      case "static" ->
          (file, content) ->
              StaticConversion.convert(
                  file.toString(), content, StaticOptions.of(environment), Form.EXACT);
      default -> (_, _) -> Conversion.failed("not supported");
    };
  }

  private static ParsedFile parsed(Source source) {
    return ParsedFile.of(source.files().getFirst());
  }

  @Test
  void isATreeThatStandsInTheFile() throws IOException {
    Source source = read("prometheus", false, PROMETHEUS);
    assertThat(source.modulePath()).isEqualTo(folder.toString());
    assertThat(parsed(source).diagnostics()).isEmpty();
    assertThat(parsed(source).blocks())
        .extracting(Block::id, block -> block.span().position())
        .containsExactly(
            tuple("prometheus.scrape.web", folder.resolve("config.yml") + ":2:5"),
            tuple("prometheus.remote_write.default", folder.resolve("config.yml") + ":4:15"));
  }

  @Test
  void itsLinesAreShownWithoutSecrets() throws IOException {
    Source source = read("prometheus", false, PROMETHEUS);
    assertThat(source.texts().values())
        .allSatisfy(text ->
            assertThat(text).contains("job_name: web\n", "http://user:").doesNotContain("canary"));
    assertThat(source.files().getFirst().text().lines().count())
        .isEqualTo(PROMETHEUS.lines().count());
  }

  @Test
  void whatCannotBeConvertedIsAnErrorUnlessItIsBypassed() throws IOException {
    String text = PROMETHEUS + "rule_files: [rules.yml]\n";
    assertThat(parsed(read("prometheus", false, text)).diagnostics())
        .extracting(Diagnostic::toString)
        .containsExactly(
            folder.resolve("config.yml")
                + ":5:1: (Error) The converter does not support converting the provided rule_files"
                + " config.");
    assertThat(parsed(read("prometheus", true, text)).blocks()).hasSize(2);
    assertThat(parsed(read("prometheus", true, "scrape_configs: 1")).isSound()).isFalse();
    assertThat(parsed(read("promtail", true, "")).isSound()).isFalse();
  }

  @Test
  void otherDialectsAreConvertedToo() throws IOException {
    Source source =
        read("static", false, "metrics: {configs: [{name: a, scrape_configs: [{job_name: j}]}]}\n");
    assertThat(parsed(source).diagnostics()).isEmpty();
    assertThat(parsed(source).blocks())
        .extracting(Block::id)
        .contains("prometheus.scrape.metrics_a_j");
  }

  @Test
  void aFileThatIsNotThereIsTold() {
    var missing =
        new ConvertedConfiguration(folder.resolve("none.yml"), converter("prometheus"), false);
    assertThatThrownBy(missing::read)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot read ")
        .hasMessageEndingWith("none.yml: no such file or directory");
  }

  @Test
  void aFileThatIsTooLargeIsNotRead() throws IOException {
    Path large = folder.resolve("large.yml");
    try (var file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(YamlLimits.DEFAULT.bytes() + 1);
    }
    assertThatThrownBy(() -> new ConvertedConfiguration(large, converter("static"), false).read())
        .isInstanceOf(IOException.class)
        .hasMessage("cannot read " + large + ": larger than the limit of 16 MiB");
    StaticOptions options = StaticOptions.of(Environment.of(Map.of()));
    assertThatThrownBy(() -> new StaticConfiguration(large, options).read())
        .isInstanceOf(IOException.class)
        .hasMessage("error reading config file " + large + ": larger than the limit of 16 MiB");
  }
}
