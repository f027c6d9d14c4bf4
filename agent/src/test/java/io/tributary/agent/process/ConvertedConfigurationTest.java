package io.tributary.agent.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tributary.river.diag.Diagnostic;
import io.tributary.river.syntax.Statement.Block;
import io.tributary.runtime.source.ParsedFile;
import io.tributary.runtime.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    return new ConvertedConfiguration(file, format, List.of(), bypassesErrors).read();
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
        .extracting(Diagnostic::message)
        .containsExactly(
            "(Error) The converter does not support converting the provided rule_files config.");
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
        new ConvertedConfiguration(folder.resolve("none.yml"), "prometheus", List.of(), false);
    assertThatThrownBy(missing::read)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot read ")
        .hasMessageEndingWith("none.yml: no such file or directory");
  }
}
