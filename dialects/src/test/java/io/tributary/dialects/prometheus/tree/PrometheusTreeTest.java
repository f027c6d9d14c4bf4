package io.tributary.dialects.prometheus.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.prometheus.GoldenFile;
import io.tributary.dialects.prometheus.LoadOptions;
import io.tributary.dialects.prometheus.PrometheusConfig;
import io.tributary.dialects.yaml.SourceText;
import io.tributary.river.printer.RiverPrinter;
import io.tributary.river.syntax.RiverParser;
import io.tributary.river.syntax.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusTreeTest {
  private static final Path RESOURCES =
      Path.of("src/test/resources/io/tributary/dialects/prometheus");

  @TempDir Path directory;

  @Test
  void theTreeSaysEverythingThatAConfigurationCanSay() throws IOException {
    check(Files.readString(RESOURCES.resolve("tree/everything.yml")));
  }

  @Test
  void theTreeSaysWhatConfigurationsOfServicesAndFleetsSay() throws IOException {
    check(Files.readString(RESOURCES.resolve("recorded/services.yml")));
    check(Files.readString(RESOURCES.resolve("recorded/fleet.yml")));
  }

  @Test
  void theTreeSaysWhatEveryValidExampleSays() throws IOException {
    for (GoldenFile.Case example : GoldenFile.read("valid.golden").cases()) {
      assertThat(check(example.input())).as(example.name()).isTrue();
    }
  }

  @Test
  void nothingIsLostOfRandomConfigurations() throws IOException {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new SplittableRandom(seed);
    int sound = 0;
    for (int i = 0; i < 600; i++) {
      sound += check(new RandomConfig(random).text()) ? 1 : 0;
    }
    assertThat(sound).isGreaterThan(200);
  }

  /// False when there is something wrong with it, which is for others to test.
  private boolean check(String text) throws IOException {
    Path file = directory.resolve("prometheus.yml");
    Files.writeString(file, text);
    LoadOptions options = LoadOptions.of(Environment.of(Map.of()));
    PrometheusTree.Loaded loaded = PrometheusTree.load(file, options, Map.of());
    PrometheusConfig config = loaded.config();
    assertThat(config).isEqualTo(PrometheusConfig.load(file, options).config());
    if (config == null) {
      return false;
    }
    try {
      Equivalence.check(config, loaded.body());
      Equivalence.check(config, reread(loaded.body()));
      assertThat(Shapes.of(converted(file, options))).isEqualTo(Shapes.of(loaded.body()));
    } catch (AssertionError e) {
      throw new AssertionError(text + "\n\n" + RiverPrinter.print(loaded.body()), e);
    }
    return true;
  }

  /// The same as `convert` makes its trees.
  private static List<Statement> converted(Path file, LoadOptions options) throws IOException {
    SourceText text = SourceText.of(file.toString(), Files.readAllBytes(file));
    return PrometheusTree.convert(file, text, options, Form.RUNNING).body();
  }

  /// Prints and parses; the same tree must come back.
  private static List<Statement> reread(List<Statement> body) {
    String printed = RiverPrinter.print(body);
    List<Statement> parsed =
        RiverParser.parse("printed.river", printed).sound().orElseThrow().body();
    assertThat(Shapes.of(parsed)).isEqualTo(Shapes.of(body));
    assertThat(RiverPrinter.print(parsed)).isEqualTo(printed);
    return Objects.requireNonNull(parsed);
  }
}
