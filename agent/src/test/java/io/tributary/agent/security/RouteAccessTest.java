package io.tributary.agent.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.agent.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// S01, S02, S17, S18: every route with every method for everybody, whatever way the path is
/// written; files outside of the folders that are meant; modes of what is written.
class RouteAccessTest {
  /// `admin` with the password `a`, at a cost that is quick.
  private static final String HASH = "$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe";

  private static final String ADMIN = "Authorization: Basic YWRtaW46YQ==";
  private static final String VIEWER = "Authorization: Bearer viewer-0123456789abcdef";
  private static final String OPERATOR = "Authorization: Bearer operator-0123456789abcdef";
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get", "BREW");
  private static final Pattern PASSED = Pattern.compile("(?s)HTTP/1\\.[01] [23].*");

  @TempDir Path folder;

  private RunningAgent start(String... more) throws IOException {
    int port = RunningAgent.freePort();
    Path file =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            "scrape_configs: [{job_name: self, scrape_interval: 200ms, scrape_timeout: 200ms,"
                + " scrape_failure_log_file: %s, static_configs: [{targets: ['127.0.0.1:1']}]}]"
                    .formatted(folder.resolve("failures.log")));
    return RunningAgent.prometheus(port, file, folder.resolve("data"), more);
  }

  private RunningAgent startGuarded() throws IOException {
    Path web =
        Files.writeString(
            folder.resolve("web.yml"),
            """
            basic_auth_users: {admin: %s}
            bearer_tokens:
              v: {token: viewer-0123456789abcdef}
              o: {token: operator-0123456789abcdef, role: operator}
            """
                .formatted(HASH));
    return start("--web.config.file=" + web, "--web.enable-lifecycle");
  }

  /// Every route, as the metrics page names them.
  private static List<String> routes(RunningAgent agent, String... headers) {
    var routes = new TreeSet<String>();
    Pattern.compile("prometheus_http_requests_total\\{[^}]*handler=\"(/[^\"]*)\"")
        .matcher(agent.ask("GET", "/metrics", headers))
        .results()
        .map(route -> route.group(1).replaceAll("\\*.*", "x").replaceAll(":[a-z]+", "x"))
        .forEach(routes::add);
    assertThat(routes).hasSizeGreaterThan(40).contains("/-/quit", "/-/reload", "/metrics");
    // Never end.
    routes.removeIf(route -> route.matches(".*/(web/(graph|debug)|notifications/live).*"));
    return new ArrayList<>(routes);
  }

  /// The same path for somebody who reads it carelessly.
  private static List<String> spellings(String path) {
    return List.of(
        "/" + path,
        path + "/",
        "/." + path,
        "/x/.." + path,
        "/%2e%2e" + path,
        "/%2e" + path,
        path.replace("/-/", "/%2d/"),
        path.replaceFirst("(.)/", "$1%2f"),
        path + ";x=y",
        "/;x=y" + path,
        path + ".",
        path + "%20",
        path + "%00",
        path + "%0d%0aX: y",
        path.toUpperCase(java.util.Locale.ROOT),
        path + "?x",
        path + "#x",
        path + "\\",
        "http://127.0.0.1" + path,
        "*");
  }

  @Test
  void onlyWhoMayGetsWhatTheyMay() throws Exception {
    try (var agent = startGuarded()) {
      agent.await("ready", () -> agent.status("GET", "/-/ready", VIEWER) == 200);
      for (String route : routes(agent, VIEWER)) {
        for (String method : METHODS) {
          assertThat(agent.ask(method, route)).as(method + " " + route).doesNotMatch(PASSED);
          if (!route.equals("/-/quit") && !route.equals("/-/reload")) {
            continue;
          }
          assertThat(agent.ask(method, route, VIEWER))
              .as(method + " " + route)
              .doesNotMatch(PASSED);
        }
        assertThat(agent.ask("GET", route, "Authorization: Bearer " + "x".repeat(23)))
            .doesNotMatch(PASSED);
      }
      for (String route : List.of("/-/quit", "/-/reload", "/api/v1/status/config")) {
        for (String spelling : spellings(route)) {
          assertThat(agent.ask("GET", spelling)).as(spelling).doesNotMatch(PASSED);
          assertThat(agent.ask("POST", spelling)).as(spelling).doesNotMatch(PASSED);
          assertThat(agent.ask("POST", spelling, VIEWER))
              .as(spelling)
              .doesNotMatch("(?s)HTTP/1\\.[01] 2.*");
        }
      }
      for (String spelling : spellings("/-/quit")) {
        assertThat(agent.ask("POST", spelling, OPERATOR))
            .as(spelling)
            .doesNotMatch("(?s)HTTP/1\\.[01] 2.*");
      }
      assertThat(agent.status("POST", "/-/reload", OPERATOR)).isEqualTo(200);
      assertThat(agent.status("GET", "/api/v1/targets", VIEWER)).isEqualTo(200);
      assertThat(agent.status("POST", "/-/reload", ADMIN, "Origin: http://evil.example"))
          .isEqualTo(403);
      assertThat(agent.status("POST", "/-/quit", ADMIN)).isEqualTo(200);
    }
  }

  @Test
  void readingChangesNothing() throws Exception {
    try (var agent = start("--web.enable-lifecycle")) {
      String loaded = loaded(agent);
      for (String route : routes(agent)) {
        for (String method : List.of("GET", "HEAD", "OPTIONS")) {
          agent.ask(method, route);
        }
      }
      assertThat(loaded(agent)).isEqualTo(loaded);
      assertThat(agent.isReady()).isTrue();
    }
  }

  private static String loaded(RunningAgent agent) {
    return agent
        .body("/metrics")
        .lines()
        .filter(line -> line.startsWith("prometheus_config_last_reload_success_timestamp_seconds "))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void stoppingAndReloadingAreOffUnlessAskedFor() throws Exception {
    try (var agent = start()) {
      for (String path : List.of("/-/quit", "/-/reload")) {
        assertThat(agent.status("POST", path)).isEqualTo(403);
        assertThat(agent.status("PUT", path)).isEqualTo(403);
      }
      assertThat(agent.isReady()).isTrue();
    }
  }

  @Test
  void pagesOfOthersReadNothing() throws Exception {
    try (var agent = start("--web.enable-lifecycle")) {
      String answer = agent.ask("GET", "/api/v1/targets", "Origin: http://evil.example");
      assertThat(answer).contains(" 200 ").doesNotContain("Access-Control-Allow-Origin");
      assertThat(agent.status("GET", "/api/v1/targets", "Host: evil.example")).isEqualTo(403);
      assertThat(agent.status("POST", "/-/quit", "Origin: http://evil.example")).isEqualTo(403);
      assertThat(agent.status("POST", "/-/quit", "Sec-Fetch-Site: cross-site")).isEqualTo(403);
    }
  }

  @Test
  void assetsComeFromTheirFolderAlone() throws Exception {
    Path assets = Files.createDirectories(folder.resolve("assets/inner"));
    Files.writeString(assets.resolve("ok.txt"), "fine");
    Files.writeString(folder.resolve("secret.txt"), "outside");
    Files.createSymbolicLink(assets.resolve("link.txt"), folder.resolve("secret.txt"));
    Files.createSymbolicLink(assets.resolve("up"), folder);
    try (var agent = start("--web.user-assets=" + folder.resolve("assets"))) {
      assertThat(agent.body("/user/inner/ok.txt")).isEqualTo("fine");
      for (String path :
          List.of(
              "inner/link.txt",
              "inner/up/secret.txt",
              "../secret.txt",
              "inner/../../secret.txt",
              "%2e%2e/secret.txt",
              "..%2fsecret.txt",
              "%2e%2e%2fsecret.txt",
              "..%5csecret.txt",
              "..;/secret.txt",
              "..%00/secret.txt",
              "/" + folder.resolve("secret.txt"),
              folder.resolve("secret.txt").toString(),
              "inner/%00",
              "")) {
        String answer = agent.ask("GET", "/user/" + path);
        assertThat(answer).as(path).doesNotContain("outside").doesNotContain("200 OK");
      }
    }
  }

  @Test
  void nobodyElseReadsWhatIsWritten() throws Exception {
    try (var agent = start()) {
      agent.await("a failure is written", () -> Files.exists(folder.resolve("failures.log")));
    }
    var seen = new ArrayList<Path>();
    try (Stream<Path> all = Files.walk(folder.resolve("data"))) {
      all.forEach(seen::add);
    }
    seen.add(folder.resolve("failures.log"));
    assertThat(seen).hasSizeGreaterThan(3);
    for (Path path : seen) {
      String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
      assertThat(mode)
          .as(path.toString())
          .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
    }
  }

  @Test
  void theLauncherKeepsDumpsToItself() throws IOException {
    assertThat(Files.readString(Checkout.file("tributary")))
        .contains("umask 077\n")
        .contains("-XX:-HeapDumpOnOutOfMemoryError")
        .contains("-XX:-CreateCoredumpOnCrash");
  }
}
