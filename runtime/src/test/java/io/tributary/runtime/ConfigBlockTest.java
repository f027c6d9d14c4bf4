package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.config.ConfigException;
import io.tributary.base.time.Clock;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.component.Stability;
import io.tributary.runtime.content.ContentKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Settings of the agent itself in a configuration.
class ConfigBlockTest extends GraphTest {
  private static final ArgumentsCodec<String> LEVEL =
      ArgumentsCodec.of(block -> block.attribute("level").text("info"), _ -> Body.EMPTY);

  private final List<String> applied = new ArrayList<>();
  private int builtBefore;

  @Override
  Bench start() {
    var logging = ConfigBlock.config("logging", LEVEL, "info", level -> apply("logging", level));
    var http =
        ConfigBlock.service(
            "http", Stability.GENERALLY_AVAILABLE, LEVEL, "info", level -> apply("http", level));
    var fetcher = new ScriptedFetcher("");
    fetcher.onFetch = () -> applied.add("fetch");
    return new Bench(
        RuntimeSettings.in(directory),
        parts -> parts.with(logging, http).withImport(ContentKind.httpImport(fetcher)),
        Clock.system());
  }

  private void apply(String name, String level) {
    builtBefore = bench.lab.events("build").size();
    if (level.equals("bad")) {
      throw new ConfigException("no such level");
    }
    applied.add(name + " " + level);
  }

  @Test
  void appliesSettingsWhenTheyDifferAndDefaultsWhenTheyAreGone() throws InterruptedException {
    bench.load("test.value \"a\" { input = \"debug\" }\n logging { level = test.value.a.output }");
    assertThat(applied).containsExactlyInAnyOrder("logging debug", "http info");
    bench.load("test.value \"a\" { input = \"debug\" }\n logging { level = test.value.a.output }");
    assertThat(applied).hasSize(2);
    bench.load("http { level = \"warn\" }\n");
    assertThat(applied).hasSize(4).contains("http warn").endsWith("logging info");
  }

  @Test
  void allowsOneOfEach() throws InterruptedException {
    LoadResult result = bench.tryLoad("logging { }\nlogging { }\nhttp { }\nhttp { }\n");
    assertThat(Bench.messages(result))
        .containsExactly(
            "main.river:2:1: block logging already declared at main.river:1:1",
            "main.river:4:1: duplicate definition of \"http\"");
  }

  /// Who may come in is not to wait for what is slow.
  @Test
  void appliesThemBeforeComponentsAreBuilt() throws InterruptedException {
    bench.load("test.value \"a\" { }\n");
    assertThat(bench.lab.events("build")).hasSize(1);
    assertThat(builtBefore).isZero();
  }

  @Test
  void appliesThemBeforeAnythingIsImported() throws InterruptedException {
    bench.load("import.http \"m\" { url = \"http://host/m\" }\nhttp { level = \"late\" }\n");
    assertThat(applied).containsExactly("http late", "logging info", "fetch");
  }

  @Test
  void refusesThemInModules() throws InterruptedException {
    LoadResult result =
        bench.tryLoad(
            """
            declare "a" {
              logging { }
              http { }
            }
            a "b" { }
            """);
    assertThat(Bench.messages(result))
        .containsExactly(
            "main.river:2:3: logging block not allowed inside a module",
            "main.river:3:3: service blocks not allowed inside a module: \"http\"");
  }

  @Test
  void saysWhatCannotBeApplied() throws InterruptedException {
    LoadResult result = bench.tryLoad("logging { level = \"bad\" }\nhttp { level = \"bad\" }\n");
    assertThat(Bench.messages(result))
        .containsExactlyInAnyOrder(
            "main.river:1:1: Failed to evaluate node for config block: no such level",
            "main.river:2:1: Failed to evaluate service: no such level");
  }
}
