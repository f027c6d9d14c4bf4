package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.Clock;
import io.tributary.runtime.content.ContentKind;
import io.tributary.runtime.source.SourceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Templates that come from elsewhere.
class ImportTest extends GraphTest {
  private static final String NEGATE =
      """
      declare "a" {
        argument "x" { }
        test.value "v" { input = -argument.x.value }
        export "y" { value = test.value.v.output }
      }
      """;

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private String imported(String kind, String argument) {
    return """
    import.%s "m" { %s }
    test.value "in" { input = 1 }
    m.a "cc" { x = test.value.in.output }
    test.value "out" { input = m.a.cc.y }
    """
        .formatted(kind, argument);
  }

  @Test
  void readsATextAndWhatItIsGiven() throws InterruptedException {
    bench.load(imported("string", "content = `" + NEGATE + "`"));
    assertThat(bench.lab.events("build")).contains("build test.value.out -1");
    bench.show("test.value.in", 4);
    assertThat(bench.lab.events("update"))
        .containsExactly("update m.a.cc/test.value.v -4", "update test.value.out -4");
  }

  @Test
  void followsAFile() throws IOException, InterruptedException {
    Path file = write("module.river", NEGATE);
    bench.load(imported("file", "filename = \"" + file + "\""));
    bench.lab.await("start m.a.cc/test.value.v");
    write("module.river", NEGATE.replace("-argument", "100 + argument"));
    bench.lab.await("update test.value.out 101");
    assertThat(bench.lab.events("stop")).isEmpty();
    assertThat(bench.state("m.a.cc")).isEqualTo("healthy");
  }

  @Test
  void pollsAFileWhereThatIsAskedFor() throws IOException, InterruptedException {
    Path file = write("module.river", NEGATE);
    bench.load(
        imported(
            "file",
            "filename = \"" + file + "\"\n detector = \"poll\"\n poll_frequency = \"5ms\""));
    write("module.river", NEGATE.replace("-argument", "100 + argument"));
    bench.lab.await("update test.value.out 101");
  }

  @Test
  void keepsTheLastGoodContentOfAFile() throws IOException, InterruptedException {
    Path file = write("module.river", NEGATE);
    bench.load(imported("file", "filename = \"" + file + "\""));
    bench.lab.await("start m.a.cc/test.value.v");
    write("module.river", "test.value \"x\" { }\n");
    write("module.river", NEGATE.replace("-argument", "7 + argument"));
    bench.lab.await("update test.value.out 8");
    assertThat(bench.lab.events("stop")).isEmpty();
  }

  @Test
  void readsEveryFileOfADirectory() throws IOException, InterruptedException {
    write("dir/one.river", NEGATE);
    write("dir/two.alloy", "declare \"b\" { test.value \"w\" { input = module_path } }\n");
    write("dir/three.txt", "nonsense");
    Path path = directory.resolve("dir");
    bench.load(imported("file", "filename = \"" + path + "\"") + "m.b \"dd\" { }\n");
    assertThat(bench.lab.events("build"))
        .contains("build m.b.dd/test.value.w \"" + path + "\"", "build test.value.out -1");
  }

  @Test
  void nests() throws IOException, InterruptedException {
    Path inner = write("lib/inner.river", NEGATE);
    Path outer =
        write(
            "lib/outer.river",
            """
            import.file "n" { filename = file.path_join(module_path, "inner.river") }
            declare "a" {
              argument "x" { }
              n.a "i" { x = argument.x.value }
              export "y" { value = n.a.i.y }
            }
            """);
    bench.load(imported("file", "filename = \"" + outer + "\""));
    assertThat(bench.lab.events("build")).contains("build test.value.out -1");
    bench.lab.await("start m.a.cc/n.a.i/test.value.v");
    Files.writeString(inner, NEGATE.replace("-argument", "50 + argument"));
    bench.lab.await("update test.value.out 51");
  }

  @Test
  void reachesTemplatesOfANestedImportByTheirPath() throws InterruptedException {
    bench.load(
        """
        import.string "m" {
          content = "import.string \\"n\\" { content = \\"declare \\\\\\"a\\\\\\" { test.value \\\\\\"v\\\\\\" { } }\\" }"
        }
        m.n.a "x" { }
        """);
    assertThat(bench.lab.events("build")).containsExactly("build m.n.a.x/test.value.v null");
  }

  @Test
  void cannotSeeTemplatesOfTheRoot() throws InterruptedException {
    LoadResult result =
        bench.tryLoad(
            """
            declare "hidden" {
              export "output" { value = -1 }
            }
            import.string "m" {
              content = `declare "a" {
                hidden "x" { }
              }`
            }
            m.a "cc" { }
            """);
    assertThat(Bench.messages(result)).hasSize(1);
    assertThat(Bench.messages(result).getFirst())
        .endsWith("cannot find the definition of component name \"hidden\"");
  }

  @Test
  void refusesContentThatImportsItself() throws IOException, InterruptedException {
    Path file = directory.resolve("self.river");
    Files.writeString(file, "import.file \"me\" { filename = \"" + file + "\" }\n");
    LoadResult result = bench.tryLoad("import.file \"m\" { filename = \"" + file + "\" }\n");
    assertThat(Bench.messages(result))
        .containsExactly(file + ":1:1: cycle: the imported content imports itself");
  }

  @Test
  void refusesATemplateThatContainsItself() throws InterruptedException {
    LoadResult result =
        bench.tryLoad(
            """
            import.string "m" {
              content = `declare "a" {
                a "x" { }
                a "y" { }
              }`
            }
            m.a "cc" { }
            """);
    assertThat(Bench.messages(result))
        .containsExactly(
            "import.string.m:2:5: Failed to build component: cycle: the custom component \"a\""
                + " contains itself",
            "import.string.m:3:5: Failed to build component: cycle: the custom component \"a\""
                + " contains itself");
  }

  @Test
  void saysThatATemplateIsNotThere() throws InterruptedException {
    LoadResult result =
        bench.tryLoad(
            """
            import.string "m" { content = "" }
            m.missing "cc" { }
            """);
    assertThat(Bench.messages(result))
        .containsExactly(
            "main.river:2:1: Failed to build component: loading custom component controller: custom"
                + " component config not found in the registry, namespace: \"m\", componentName:"
                + " \"missing\"");
  }

  @Test
  void allowsNothingButTemplatesAndImports() throws InterruptedException {
    LoadResult result = bench.tryLoad("import.string \"m\" { content = `test.value \"v\" { }` }\n");
    assertThat(Bench.messages(result))
        .containsExactly(
            "import.string.m:1:1: only declare and import blocks are allowed in a module, got"
                + " test.value");
  }

  @Test
  void failsTheFirstLoadWhereAFileIsMissing() throws InterruptedException {
    LoadResult result = bench.tryLoad("import.file \"m\" { filename = \"/not/there\" }\n");
    assertThat(result.isApplied()).isFalse();
    assertThat(Bench.messages(result))
        .containsExactly(
            "main.river:1:1: Failed to evaluate node for config block: failed to read file: open"
                + " /not/there: no such file or directory");
  }

  @Test
  void saysWhereTheModulePathLeads() throws IOException, InterruptedException {
    Path file = write("conf/main.river", "test.value \"a\" { input = module_path }\n");
    assertThat(bench.tryLoad(SourceReader.read(file)).isClean()).isTrue();
    assertThat(bench.lab.events("build"))
        .containsExactly("build test.value.a \"" + file.getParent() + "\"");
  }

  @Test
  void fetchesOverHttpWithWhatTheAgentHasForIt() throws InterruptedException {
    var fetcher = new ScriptedFetcher(NEGATE);
    try (var http =
        new Bench(
            RuntimeSettings.in(directory),
            parts -> parts.withImport(ContentKind.httpImport(fetcher)),
            Clock.system())) {
      http.load(
          imported(
              "http",
              """
              url = "http://localhost/dir/m.river"
              poll_frequency = "10ms"
              poll_timeout = "5ms"
              """));
      assertThat(http.lab.events("build")).contains("build test.value.out -1");
      fetcher.answer(NEGATE.replace("-argument", "9 + argument"));
      http.lab.await("update test.value.out 10");
      LoadResult result = http.tryLoad("import.http \"h\" { url = \"http://localhost/file\" }\n");
      assertThat(Bench.messages(result)).hasSize(1);
      assertThat(Bench.messages(result).getFirst())
          .endsWith(
              "importing a module via import.http (nodeID: import.http.h) that contains an"
                  + " import.file block is not supported");
    }
  }
}
