package io.tributary.dialects.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.config.ConfigException;
import io.tributary.dialects.prometheus.GoldenFile;
import io.tributary.dialects.prometheus.GoldenFile.Case;
import io.tributary.river.printer.RiverPrinter;
import io.tributary.river.syntax.RiverParser;
import io.tributary.river.syntax.Statement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What a configuration is in the store, what is shown of it, and what runs it: `documents.golden`.
class InstanceDocumentGoldenTest {
  private static final String GLOBAL =
      """
      scrape_interval: 15s
      external_labels: {cluster: eu}
      remote_write:
      - url: https://example.com/push
        basic_auth: {username: u, password: of-the-agent}
      """;

  @TestFactory
  List<DynamicTest> readsAndWritesDocuments() {
    GoldenFile golden = GoldenFile.read("instance", "documents.golden");
    var tests = new ArrayList<DynamicTest>();
    for (Case example : golden.cases()) {
      tests.add(DynamicTest.dynamicTest(example.name(), () -> check(golden, example)));
    }
    return tests;
  }

  private static void check(GoldenFile golden, Case example) {
    String printed = print(example);
    if (GoldenFile.UPDATE) {
      golden.update(example, printed);
    }
    assertThat(printed).isEqualTo(example.output());
  }

  private static String print(Case example) {
    boolean readsFiles = example.name().startsWith("with files");
    InstanceReader reader = InstanceReader.of(GLOBAL, readsFiles, false);
    InstanceReader.Result result = reader.read("team/web", bytes(example.input()));
    if (result.sound().isEmpty()) {
      try {
        return result.orThrow().name();
      } catch (ConfigException e) {
        return e.getMessage() + "\n";
      }
    }
    InstanceDocument document = result.orThrow();
    String canonical = document.canonicalYaml();
    InstanceDocument again = reader.read("team/web", bytes(canonical)).orThrow();
    assertThat(again.canonicalYaml()).isEqualTo(canonical);
    assertThat(River.of(again.module(true))).isEqualTo(River.of(document.module(true)));
    return "=== stored\n"
        + canonical
        + "=== shown\n"
        + document.maskedYaml()
        + "=== shared\n"
        + River.of(document.module(true))
        + "=== distinct\n"
        + River.of(document.module(false)).group();
  }

  private record River(String group, String body) {
    static River of(InstanceModule module) {
      return new River(
          "// group " + module.group() + "\n" + text(module.groupBody()), text(module.body()));
    }

    private static String text(List<Statement> body) {
      String river = RiverPrinter.print(body);
      assertThat(RiverParser.parse("x.river", bytes(river)).diagnostics()).isEmpty();
      return river;
    }

    @Override
    public String toString() {
      return group + "// configuration\n" + body;
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
