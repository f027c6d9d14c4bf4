package io.tributary.agent.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.agent.logging.LogFormat;
import io.tributary.agent.logging.LogStyle;
import io.tributary.agent.logging.Logging;
import io.tributary.agent.process.RunningGraph;
import io.tributary.base.time.Clock;
import io.tributary.net.server.HttpServer;
import io.tributary.net.server.HttpServerSettings;
import io.tributary.net.server.RequestObserver;
import io.tributary.net.server.Response;
import io.tributary.net.server.Routes;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/// The blocks that set up the agent itself, through a whole agent.
@Timeout(120)
class AgentBlocksTest {
  @TempDir Path folder;

  private static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  @Test
  void aReloadBringsAPasswordAndTakesItAway() throws Exception {
    try (var graph = RunningGraph.of(folder, "")) {
      assertThat(graph.send("GET", "/metrics").statusCode()).isEqualTo(200);
      graph.write(
          "agent.river",
          """
          http {
            auth {
              basic {
                username = "ada"
                password = "canary-1"
              }
              filter {
                paths                       = ["/metrics"]
                authenticate_matching_paths = false
              }
            }
          }
          """);
      assertThat(graph.send("POST", "/-/reload").statusCode()).isEqualTo(200);
      var refused = graph.send("GET", "/-/ready");
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.headers().firstValue("WWW-Authenticate"))
          .contains("Basic realm=\"Restricted\"");
      for (String path :
          List.of("/agent/api/v1/configs", "/agent/api/v1/instances", "/debug/ring")) {
        assertThat(graph.send("GET", path).statusCode()).as(path).isEqualTo(401);
      }
      assertThat(graph.send("PUT", "/agent/api/v1/config/a").statusCode()).isEqualTo(401);
      assertThat(graph.send("POST", "/debug/ring").statusCode()).isEqualTo(401);
      assertThat(graph.send("GET", "/metrics").statusCode()).isEqualTo(200);
      String right = basic("ada", "canary-1");
      assertThat(graph.send("GET", "/-/ready", "Authorization", right).statusCode()).isEqualTo(200);
      graph.write("agent.river", "");
      assertThat(graph.send("POST", "/-/reload", "Authorization", right).statusCode())
          .isEqualTo(200);
      assertThat(graph.send("GET", "/-/ready").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void theLogWaitsForItsFormatAndFollowsEveryReload() throws Exception {
    var log = new ByteArrayOutputStream();
    Logging.startWaiting(LogStyle.FLOW, log);
    var logger = LoggerFactory.getLogger("test");
    logger.info("before");
    assertThat(log.size()).isZero();
    try (var graph = RunningGraph.of(folder, "logging { format = \"json\" }\n")) {
      assertThat(log.toString(StandardCharsets.UTF_8))
          .startsWith("{\"ts\":\"")
          .contains("\"level\":\"info\",\"msg\":\"before\"}");
      graph.write("agent.river", "logging { level = \"error\" }\n");
      assertThat(graph.send("POST", "/-/reload").statusCode()).isEqualTo(200);
      log.reset();
      logger.info("unheard");
      logger.atError().addKeyValue("key", "a value").log("heard");
      assertThat(log.toString(StandardCharsets.UTF_8))
          .doesNotContain("unheard")
          .startsWith("ts=")
          .endsWith("level=error msg=heard key=\"a value\"\n");
    } finally {
      Logging.start("warn", LogFormat.LOGFMT, OutputStream.nullOutputStream());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "logging { write_to = [\"x\"] } | write_to cannot be used",
        "logging { destination = \"windows_event_log\" } | can only be written to",
        "logging { level = \"loud\" } | should be one of debug, error, info, warn",
        "tracing { write_to = [\"x\"] } | no pipeline for traces",
        "tracing { sampling_fraction = 2 } | must be a number between 0 and 1",
        "remotecfg { url = \"http://x/\" } | block \"remotecfg\" cannot be used",
        "clustering { } | block \"clustering\" cannot be used",
        "http { tls { cert_file = \"/none\" } } | missing one of key or key_file",
        "livedebugging { on = true } | unrecognized attribute name \"on\"",
      })
  void refusesWhatItCannotDo(String river, String message) throws Exception {
    try (var graph = RunningGraph.of(folder, "")) {
      String lines = river.replace("{ ", "{\n").replace(" }", "\n}");
      graph.write("agent.river", lines + "\n");
      var answer = graph.send("POST", "/-/reload");
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains(message);
    }
  }

  @Test
  void importsModulesOverHttp() throws Exception {
    String module =
        "declare \"twice\" {\n prometheus.echo \"a\" { }\n prometheus.echo \"b\" { }\n}\n";
    try (var server =
        HttpServer.start(
            HttpServerSettings.on("127.0.0.1:0"),
            new Routes()
                .get(
                    "/module.river",
                    request ->
                        "key".equals(request.headers().first("X-Key"))
                            ? Response.text(200, module)
                            : Response.text(403, "no\n")),
            RequestObserver.NONE,
            Clock.system())) {
      String river =
          """
          import.http "remote" {
            url     = "http://127.0.0.1:%d/module.river"
            headers = { "X-Key" = "key" }
          }
          remote.twice "here" { }
          """
              .formatted(server.port());
      try (var graph = RunningGraph.of(folder, river)) {
        assertThat(graph.getUntil("/api/v0/web/modules/remote.twice.here/components", "echo.b"))
            .contains("prometheus.echo.a")
            .contains("\"moduleID\":\"remote.twice.here\"");
      }
    }
  }
}
