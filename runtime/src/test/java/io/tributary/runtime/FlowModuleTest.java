package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.Clock;
import io.tributary.runtime.content.ContentKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The `module.*` components of Agent Flow.
class FlowModuleTest extends GraphTest {
  private static final String CONTENT =
      """
      argument "x" { }
      test.value "v" { input = argument.x.value + 1 }
      export "y" { value = test.value.v.output }
      """;

  @Test
  void loadsATextWithItsArguments() throws InterruptedException {
    bench.load(
        """
        test.value "in" { input = 1 }
        module.string "m" {
          content = `%s`
          arguments {
            x = test.value.in.output
          }
        }
        test.value "out" { input = module.string.m.exports.y }
        """
            .formatted(CONTENT));
    assertThat(bench.lab.events("build"))
        .containsExactly(
            "build test.value.in 1",
            "build module.string.m/test.value.v 2",
            "build test.value.out 2");
    bench.show("test.value.in", 5);
    assertThat(bench.lab.events("update"))
        .containsExactly("update module.string.m/test.value.v 6", "update test.value.out 6");
  }

  @Test
  void followsAFileAndKeepsWhatItLastWas() throws IOException, InterruptedException {
    Path file = Files.writeString(directory.resolve("m.river"), CONTENT);
    bench.load(
        """
        module.file "m" {
          filename = "%s"
          arguments { x = 1 }
        }
        test.value "out" { input = module.file.m.exports.y }
        """
            .formatted(file));
    bench.lab.await("start module.file.m/test.value.v");
    Files.writeString(file, "nonsense");
    while (!bench.state("module.file.m").equals("unhealthy")) {
      Thread.onSpinWait();
    }
    assertThat(bench.message("module.file.m")).startsWith("failed to load module content: ");
    Files.writeString(file, CONTENT.replace("+ 1", "+ 10"));
    bench.lab.await("update test.value.out 11");
    assertThat(bench.lab.events("stop")).isEmpty();
  }

  @Test
  void refusesArgumentsThatAreNotThere() throws InterruptedException {
    LoadResult result =
        bench.tryLoad(
            """
            module.string "m" {
              content = ""
              arguments { z = 1 }
            }
            """);
    assertThat(Bench.messages(result))
        .containsExactly("main.river:1:1: Provided argument \"z\" is not defined in the module");
  }

  @Test
  void refusesAModuleThatContainsItself() throws IOException, InterruptedException {
    Path file = directory.resolve("m.river");
    String text = "module.file \"m\" { filename = \"" + file + "\" }\n";
    Files.writeString(file, text);
    LoadResult result = bench.tryLoad(text);
    assertThat(Bench.messages(result)).hasSize(1);
    assertThat(Bench.messages(result).getFirst())
        .endsWith("Failed to build component: cycle: the module contains itself");
  }

  @Test
  void showsNobodyWhatItSaysToAServer() throws InterruptedException {
    var fetcher = new ScriptedFetcher(CONTENT);
    try (var http =
        new Bench(
            RuntimeSettings.in(directory.resolve("http")),
            parts -> parts.withModule(ContentKind.httpModule(fetcher)),
            Clock.system())) {
      http.load(
          """
          module.http "m" {
            url     = "http://me:canary1@host/m.river?token=canary2"
            headers = { "X-A" = "canary3" }
            body    = "canary4"
            arguments {
              x = 1
            }
          }
          """);
      assertThat(http.component("module.http.m").toString())
          .contains("http://me:xxxxx@host/m.river?token=xxxxx", "(secret)")
          .doesNotContain("canary");
    }
  }
}
