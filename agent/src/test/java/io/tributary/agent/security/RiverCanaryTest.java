package io.tributary.agent.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// S05 for files of River: arguments that are secrets read `(secret)` wherever components are
/// shown.
class RiverCanaryTest {
  @TempDir Path folder;

  @Test
  void componentsKeepTheirSecrets() throws Exception {
    var canaries = new Canaries();
    int port = RunningAgent.freePort();
    try (var echo = new EchoServer()) {
      var secrets = new RiverSecrets(canaries, echo.port(), port, KeyPairs.make(folder, 1));
      Path file = Files.writeString(folder.resolve("agent.river"), secrets.text());
      try (var agent =
          RunningAgent.start(
              port,
              "/-/ready",
              List.of(
                  "run",
                  file.toString(),
                  "--server.http.listen-addr=127.0.0.1:" + port,
                  "--storage.path=" + folder.resolve("data")))) {
        agent.await(
            "every destination is refused",
            () -> {
              String log = agent.log();
              return List.of("e12", "e13", "e14", "e15").stream().allMatch(log::contains);
            });
        for (String path : paths(agent)) {
          assertThat(canaries.heard(agent.ask("GET", path))).as(path).isEmpty();
        }
        assertThat(agent.body("/api/v0/web/components/prometheus.remote_write.all"))
            .contains("(secret)");
        broken(agent, file, canaries);
        assertThat(canaries.heard(agent.log())).as(agent.log()).isEmpty();
      }
    }
  }

  /// A reload of what cannot be loaded answers with the reasons.
  private static void broken(RunningAgent agent, Path file, Canaries canaries) throws Exception {
    String river = Files.readString(file);
    for (String change :
        List.of(
            river.replace("password =", "pasword ="),
            river.replaceAll("password = (\"\\w+\")", "password = [$1]"),
            river.replaceAll("credentials = (\"\\w+\")", "credentials = $1 + 1"),
            river.replaceAll("client_secret = (\"\\w+\")", "client_secret = nothing($1)"),
            river.replaceAll("bearer_token = (\"\\w+)\"", "bearer_token = $1"))) {
      Files.writeString(file, change);
      String answer = agent.ask("POST", "/-/reload");
      assertThat(answer).contains(" 400 ");
      assertThat(canaries.heard(answer)).as(answer).isEmpty();
    }
    Files.writeString(file, river);
  }

  private static SortedSet<String> paths(RunningAgent agent) {
    var paths = new TreeSet<String>();
    Pattern.compile("handler=\"([^\"]+)\"")
        .matcher(agent.body("/metrics"))
        .results()
        .map(route -> route.group(1).replaceAll("\\*.*", "").replaceAll(":[a-z]+", "job"))
        // Those two never end.
        .filter(path -> path.startsWith("/") && !path.matches(".*/web/(graph|debug).*"))
        .forEach(paths::add);
    Pattern.compile("\"localID\":\"([^\"]+)\"")
        .matcher(agent.body("/api/v0/web/components"))
        .results()
        .forEach(id -> {
          paths.add("/api/v0/web/components/" + id.group(1));
          paths.add("/api/v0/component/" + id.group(1) + "/");
          if (id.group(1).startsWith("prometheus.scrape.")) {
            paths.add("/api/v0/web/explain?pool=" + id.group(1));
            paths.add("/api/v0/web/explain?format=text&sample=up&pool=" + id.group(1));
          }
        });
    paths.addAll(
        List.of(
            "/api/v1/targets", "/api/v1/status/config", "/api/v1/status/flags", "/metrics", "/"));
    assertThat(paths).hasSizeGreaterThan(30);
    return paths;
  }
}
