package io.tributary.agent.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// S05 for an `agent.yaml`: what `/-/config` and the instances showed in CVE-2021-41090.
class StaticCanaryTest {
  @TempDir Path folder;

  @Test
  void theConfigurationInForceHidesItsSecrets() throws Exception {
    var canaries = new Canaries();
    int port = RunningAgent.freePort();
    try (var echo = new EchoServer()) {
      String yaml =
          """
          server: {log_level: debug}
          metrics:
            wal_directory: %s
            global:
              scrape_interval: 500ms
              scrape_timeout: 500ms
              remote_write:
                - url: http://user:%s@127.0.0.1:%d/401/write?token=%s
                  headers: {X-Token: %s}
            configs:
              - name: one
                scrape_configs:
                  - job_name: job
                    params: {api_key: [%s]}
                    basic_auth: {username: user, password: %s}
                    static_configs: [{targets: ['127.0.0.1:%d']}]
                remote_write:
                  - url: http://127.0.0.1:%d/400/write
                    authorization: {credentials: %s}
          """
              .formatted(
                  folder.resolve("wal"),
                  canaries.next("global url"),
                  echo.port(),
                  canaries.next("global query"),
                  canaries.next("headers"),
                  canaries.next("params"),
                  canaries.next("password"),
                  echo.port(),
                  echo.port(),
                  canaries.next("credentials"));
      Path file = Files.writeString(folder.resolve("agent.yaml"), yaml);
      try (var agent =
          RunningAgent.start(
              port,
              "/-/ready",
              List.of(
                  "static", "-config.file=" + file, "-server.http.address=127.0.0.1:" + port))) {
        agent.await("a receiver refuses", () -> agent.log().contains("HTTP status 400"));
        var paths = new TreeSet<>(List.of("/-/config", "/agent/api/v1/metrics/instances"));
        Pattern.compile("handler=\"(/[^\"]*)\"")
            .matcher(agent.body("/metrics"))
            .results()
            .map(route -> route.group(1).replaceAll("\\*.*", "").replaceAll(":[a-z]+", "one"))
            .filter(path -> !path.matches(".*/(web/(graph|debug)|notifications/live).*"))
            .forEach(paths::add);
        for (String path : paths) {
          assertThat(canaries.heard(agent.ask("GET", path))).as(path).isEmpty();
        }
        assertThat(canaries.heard(agent.log())).as(agent.log()).isEmpty();
      }
    }
  }
}
