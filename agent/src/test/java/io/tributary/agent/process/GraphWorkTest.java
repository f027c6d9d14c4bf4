package io.tributary.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.Clock;
import io.tributary.runtime.LoadMode;
import io.tributary.runtime.RuntimeSettings;
import io.tributary.runtime.source.Source;
import io.tributary.runtime.source.SourceFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// River files through a whole agent.
@Timeout(120)
class GraphWorkTest {
  @TempDir Path folder;

  private static final String ECHO = "prometheus.echo \"out\" { }\n";

  @Test
  void answersAsTheOriginalDoes() throws Exception {
    try (var graph = RunningGraph.of(folder, ECHO)) {
      assertThat(graph.failure()).isEmpty();
      assertThat(graph.get("/-/ready")).isEqualTo("Alloy is ready.\n");
      assertThat(graph.get("/-/healthy")).isEqualTo("All Alloy components are healthy.\n");
      var answer = graph.send("POST", "/-/reload");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("config reloaded\n");
      for (String method : List.of("GET", "HEAD", "DELETE")) {
        assertThat(graph.send(method, "/-/reload").statusCode()).isEqualTo(405);
      }
      assertThat(graph.get("/api/v0/web/components"))
          .startsWith(
              "[{\"name\":\"prometheus.echo\",\"type\":\"builtin\","
                  + "\"localID\":\"prometheus.echo.out\",\"moduleID\":\"\",\"label\":\"out\","
                  + "\"referencesTo\":[],\"referencedBy\":[],\"dataFlowEdgesTo\":[],"
                  + "\"health\":{\"state\":\"healthy\",\"message\":\"")
          .endsWith(
              "\"original\":\"\",\"arguments\":[],\"exports\":[],\"debugInfo\":[],"
                  + "\"liveDebuggingEnabled\":false}]");
      assertThat(graph.get("/api/v0/web/components/prometheus.echo.out"))
          .contains(
              "\"arguments\":[{\"name\":\"format\",\"type\":\"attr\","
                  + "\"value\":{\"type\":\"string\",\"value\":\"text\"}}],"
                  + "\"exports\":[{\"name\":\"receiver\",\"type\":\"attr\","
                  + "\"value\":{\"type\":\"capsule\",\"value\":\"capsule(\\\"MetricsReceiver\\\")\"}}],"
                  + "\"debugInfo\":[]");
      assertThat(graph.send("GET", "/api/v0/web/components/no.such").statusCode()).isEqualTo(404);
      assertThat(graph.get("/api/v0/web/peers"))
          .startsWith("[{\"name\":\"node\",\"addr\":\"127.0.0.1:")
          .endsWith("\"isSelf\":true,\"state\":\"participant\"}]");
      assertThat(graph.get("/metrics"))
          .contains("alloy_config_last_load_successful 1\n")
          .contains("agent_config_last_load_successful 1\n")
          .contains("alloy_build_info{");
    }
  }

  @Test
  void aReloadWithAnErrorLeavesWhatRuns() throws Exception {
    try (var graph = RunningGraph.of(folder, ECHO)) {
      graph.write("agent.river", "prometheus.echo \"out\" {\n");
      var answer = graph.send("POST", "/-/reload");
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("agent.river:");
      assertThat(graph.get("/api/v0/web/components")).contains("prometheus.echo.out");
      assertThat(graph.get("/metrics")).contains("alloy_config_last_load_successful 0");
      graph.write("agent.river", ECHO + "prometheus.echo \"two\" { }\n");
      assertThat(graph.send("POST", "/-/reload").statusCode()).isEqualTo(200);
      assertThat(graph.get("/api/v0/web/components")).contains("prometheus.echo.two");
    }
  }

  @Test
  void pagesOfOtherSitesCannotReload() throws Exception {
    try (var graph = RunningGraph.of(folder, ECHO)) {
      assertThat(graph.send("POST", "/-/reload", "Origin", "http://evil.example").statusCode())
          .isEqualTo(403);
      assertThat(graph.send("POST", "/-/reload", "Sec-Fetch-Site", "cross-site").statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void aBrokenFileDoesNotKeepTheOthersBack() throws Exception {
    var files = Map.of("a.river", ECHO, "b.river", "prometheus.echo {", "c.txt", "no river");
    try (var graph = RunningGraph.of(folder.resolve("1"), LoadMode.LENIENT, files)) {
      assertThat(graph.failure()).isEmpty();
      assertThat(graph.first().leftOut()).hasSize(1);
      assertThat(graph.get("/api/v0/web/components")).contains("prometheus.echo.out");
    }
    try (var graph = RunningGraph.of(folder.resolve("2"), LoadMode.STRICT, files)) {
      assertThat(graph.failure()).contains("could not perform the initial load successfully");
      assertThat(graph.send("GET", "/-/ready").statusCode()).isEqualTo(503);
    }
  }

  @Test
  void doesNotRunWithoutThePasswordThatABrokenFileAsksFor() throws Exception {
    String guarded = "http {\n  auth {\n    basic {\n      username = \"a\"\n    }\n  }\n}\n";
    var missing = Map.of("a.river", ECHO, "http.river", guarded);
    try (var graph = RunningGraph.of(folder.resolve("1"), LoadMode.LENIENT, missing)) {
      assertThat(graph.failure().orElseThrow()).startsWith("the block \"http\" has an error");
    }
    Path config = Files.createDirectories(folder.resolve("3/config"));
    Files.createSymbolicLink(config.resolve("http.river"), Path.of("/not/there"));
    try (var graph = RunningGraph.of(folder.resolve("3"), ECHO)) {
      assertThat(graph.failure().orElseThrow()).contains("may be in a file that cannot be read");
    }
    var unreadable = Map.of("a.river", ECHO, "http.river", guarded + "oops {");
    try (var graph = RunningGraph.of(folder.resolve("2"), LoadMode.LENIENT, unreadable)) {
      assertThat(graph.failure().orElseThrow()).startsWith("the block \"http\" has an error");
    }
  }

  @Test
  void neverShowsASecret() throws Exception {
    try (var graph =
        RunningGraph.of(
            folder,
            """
            prometheus.remote_write "out" {
              endpoint {
                url = "http://127.0.0.1:1/"
                basic_auth {
                  username = "ada"
                  password = "canary-7"
                }
                headers = { "X-Key" = "canary-8" }
              }
            }
            """)) {
      for (String path :
          new String[] {
            "/api/v0/web/components",
            "/api/v0/web/components/prometheus.remote_write.out",
            "/api/v0/web/ledger",
            "/api/v1/status/config",
            "/api/v1/status/flags",
            "/metrics"
          }) {
        assertThat(graph.get(path)).as(path).isNotEmpty().doesNotContain("canary-");
      }
    }
  }

  /// Counts how many read at the same time.
  private record Counted(AtomicInteger now, AtomicInteger most) implements Configuration {
    @Override
    public Source read() {
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      Clock.system().parkUntil(Clock.system().nanos() + 20_000_000);
      now.decrementAndGet();
      return Source.of("", SourceFile.of("agent.river", ECHO));
    }

    @Override
    public String name() {
      return "agent.river";
    }
  }

  @Test
  void whatIsReadLastIsLoadedLast() throws Exception {
    var configuration = new Counted(new AtomicInteger(), new AtomicInteger());
    var settings =
        new GraphSettings(
            configuration,
            RuntimeSettings.in(folder),
            "127.0.0.1:0",
            "",
            "node",
            Duration.ofSeconds(1),
            Map.of());
    try (var agent = GraphWork.agent(settings, (_, _) -> {}, Clock.system())) {
      assertThat(agent.start(_ -> {})).isEmpty();
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < 4; i++) {
        threads.add(Thread.ofVirtual().start(agent::reload));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(configuration.most()).hasValue(1);
  }
}
