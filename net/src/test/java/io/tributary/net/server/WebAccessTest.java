package io.tributary.net.server;

import static io.tributary.net.server.RawHttp.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.time.Clock;
import io.tributary.net.client.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who may ask for what: users, bearers, roles, and pages of others.
class WebAccessTest {
  private static final String TOKEN = "0123456789abcdef-viewer";
  private static final String OPERATOR_TOKEN = "0123456789abcdef-operator";

  /// `a` with the password `a`, at a cost that is quick.
  private static final String HASH = "$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe";

  private final List<HttpServer> servers = new ArrayList<>();
  @TempDir Path folder;

  @AfterEach
  void stop() {
    servers.forEach(HttpServer::close);
  }

  private HttpServer start(String webConfig, String... allowedHosts) throws IOException {
    var file = Files.writeString(folder.resolve("web.yml"), webConfig);
    var routes =
        new Routes()
            .get("/", _ -> Response.text(200, "read"))
            .post("/change", _ -> Response.text(200, "changed"))
            .add("POST", "/stop", "/stop", _ -> Response.text(200, "stopped"), Role.ADMIN);
    var settings =
        new HttpServerSettings(
            List.of("127.0.0.1:0"), "", 50, Duration.ofMinutes(1), file, List.of(allowedHosts));
    var server = HttpServer.start(settings, routes, (_, _, _, _, _) -> {}, Clock.system());
    servers.add(server);
    return server;
  }

  private static RawHttp.Exchange ask(HttpServer server, String line, String... headers)
      throws IOException {
    var lines = new ArrayList<String>();
    lines.add(line + " HTTP/1.1");
    if (List.of(headers).stream().noneMatch(header -> header.startsWith("Host:"))) {
      lines.add("Host: 127.0.0.1:" + server.port());
    }
    lines.addAll(List.of(headers));
    lines.add("Connection: close");
    return RawHttp.send(server.port(), request(lines.toArray(String[]::new)));
  }

  private static String basic(String user, String password) {
    return "Authorization: " + Credentials.basic(user, password);
  }

  private HttpServer startWithEverybody() throws IOException {
    Files.writeString(folder.resolve("operator.token"), OPERATOR_TOKEN + "\n");
    return start(
        """
        basic_auth_users:
          admin: %1$s
          viewer: %1$s
        user_roles:
          viewer: viewer
        bearer_tokens:
          scraper: {token: %2$s}
          deployer: {token_file: operator.token, role: operator}
        """
            .formatted(HASH, TOKEN));
  }

  @Test
  void rolesMayWhatTheyMayAndNoMore() throws Exception {
    var server = startWithEverybody();
    record Row(String credentials, int read, int change, int stop) {}
    for (var row :
        List.of(
            new Row("X-None: a", 401, 401, 401),
            new Row(basic("admin", "b"), 401, 401, 401),
            new Row(basic("nobody", "a"), 401, 401, 401),
            new Row(basic("nobody", "fakepassword"), 401, 401, 401),
            new Row(basic("viewer", "a"), 200, 403, 403),
            new Row(basic("admin", "a"), 200, 200, 200),
            new Row("Authorization: Bearer " + TOKEN, 200, 403, 403),
            new Row("Authorization: bearer  " + TOKEN, 200, 403, 403),
            new Row("Authorization: Bearer " + OPERATOR_TOKEN, 200, 200, 403),
            new Row("Authorization: Bearer " + TOKEN + "x", 401, 401, 401),
            new Row("Authorization: Bearer " + TOKEN.substring(1), 401, 401, 401),
            new Row("Authorization: Bearer", 401, 401, 401),
            new Row("Authorization: Bearer ", 401, 401, 401),
            new Row("Authorization: " + TOKEN, 401, 401, 401),
            new Row("Authorization: Basic " + TOKEN, 401, 401, 401),
            new Row("Authorization: Digest username=\"admin\"", 401, 401, 401),
            new Row(basic("admin", "a") + "\r\n" + basic("viewer", "a"), 401, 401, 401))) {
      assertThat(ask(server, "GET /", row.credentials).status())
          .as(row.toString())
          .isEqualTo(row.read);
      assertThat(ask(server, "HEAD /", row.credentials).status())
          .as(row.toString())
          .isEqualTo(row.read);
      assertThat(ask(server, "POST /change", row.credentials, "Content-Length: 0").status())
          .as(row.toString())
          .isEqualTo(row.change);
      assertThat(ask(server, "POST /stop", row.credentials, "Content-Length: 0").status())
          .as(row.toString())
          .isEqualTo(row.stop);
    }
    assertThat(ask(server, "GET /").text())
        .contains("WWW-Authenticate: Basic\r\n", "WWW-Authenticate: Bearer\r\n");
  }

  @Test
  void nothingTellsTheUninvitedWhatThereIs() throws Exception {
    var server = startWithEverybody();
    for (var line : List.of("GET /", "GET /none", "POST /", "BREW /pot", "OPTIONS /", "GET //x")) {
      assertThat(ask(server, line, "Content-Length: 0").status()).as(line).isEqualTo(401);
    }
  }

  @Test
  void aRotatedTokenCountsAtOnceAndTheOldOneNoMore() throws Exception {
    var server = startWithEverybody();
    assertThat(ask(server, "GET /", "Authorization: Bearer " + OPERATOR_TOKEN).status())
        .isEqualTo(200);
    Files.writeString(folder.resolve("operator.token"), "another-token-of-some-length");
    assertThat(ask(server, "GET /", "Authorization: Bearer " + OPERATOR_TOKEN).status())
        .isEqualTo(401);
    assertThat(ask(server, "GET /", "Authorization: Bearer another-token-of-some-length").status())
        .isEqualTo(200);
    Files.delete(folder.resolve("operator.token"));
    assertThat(ask(server, "GET /", "Authorization: Bearer whatever-it-was").status())
        .isEqualTo(500);
    assertThat(ask(server, "GET /", "Authorization: Bearer " + TOKEN).status()).isEqualTo(200);
  }

  /// CVE-2022-46146: a cache whose keys were user, hash and password glued together took a made-up
  /// user for a real one.
  @Test
  void noRememberedAnswerIsGivenToAnotherQuestion() throws Exception {
    var server = start("basic_auth_users: {a: %s}".formatted(HASH));
    assertThat(ask(server, "GET /", basic("a", "a")).status()).isEqualTo(200);
    for (int i = 0; i < 2; i++) {
      assertThat(ask(server, "GET /", basic("a" + HASH + "a", "")).status()).isEqualTo(401);
      assertThat(ask(server, "GET /", basic("", "a" + HASH + "a")).status()).isEqualTo(401);
      assertThat(ask(server, "GET /", basic("a", "")).status()).isEqualTo(401);
      assertThat(ask(server, "GET /", basic("a", "a\0")).status()).isEqualTo(401);
      assertThat(ask(server, "GET /", basic("a", "a")).status()).isEqualTo(200);
    }
    Files.writeString(
        folder.resolve("web.yml"),
        "basic_auth_users: {a: $2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i}");
    assertThat(ask(server, "GET /", basic("a", "a")).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bearer_tokens: {a: {token: short}}|bearer \"a\": the token has less than 16 characters",
        "bearer_tokens: {a: {role: viewer}}|missing one of token or token_file",
        "bearer_tokens: {a: {token: 0123456789abcdef, role: king}}|unknown role \"king\"",
        "bearer_tokens: {a: {token_file: none}}|no such file",
        "bearer_tokens: {a: {tokn: x}}|field tokn not found",
        "user_roles: {a: viewer}|no user \"a\"",
        "tls_server_config: {cert: x, key: x, client_auth_type: VerifyClientCertIfGiven,"
            + " client_allowed_sans: [a]}|client_allowed_sans requires client_auth_type"
      })
  void refusesAnUnusableConfiguration(String yaml, String problem) {
    assertThatThrownBy(() -> start(yaml))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("web.yml")
        .hasMessageContaining(problem)
        .hasMessageNotContaining("short");
  }

  @ParameterizedTest
  @CsvSource({
    "evil.example, 403",
    "evil.example:9090, 403",
    "127.0.0.1.evil.example, 403",
    "localhost.evil.example, 403",
    "notlocalhost, 403",
    "'', 403",
    "127.0.0.1, 200",
    "127.0.0.1:1, 200",
    "[::1]:9090, 200",
    "LOCALHOST, 200",
    "a.localhost:80, 200",
    "10.1.2.3, 200",
    "Agent.Example:80, 200"
  })
  void aLoopbackListenerKnowsItsNames(String host, int status) throws Exception {
    var server = start("{}", "agent.example");
    assertThat(ask(server, "GET /", "Host: " + host).status())
        .isEqualTo(host.isEmpty() ? 400 : status);
    if (host.isEmpty()) return;
    assertThat(ask(server, "GET http://" + host + "/", "Host: " + host).status()).isEqualTo(status);
  }

  @Test
  void whoSaysTwoNamesIsRefused() throws Exception {
    var server = start("{}");
    assertThat(ask(server, "GET http://127.0.0.1/", "Host: evil.example").status()).isEqualTo(400);
    assertThat(ask(server, "GET http://evil.example/", "Host: 127.0.0.1").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "X-None: a, 200",
    "Origin: http://127.0.0.1:PORT, 200",
    "Origin: http://agent.example, 200",
    "Origin: https://agent.example:8443, 200",
    "Origin: http://evil.example, 403",
    "Origin: http://127.0.0.1, 403",
    "Origin: https://127.0.0.1, 403",
    "Origin: http://127.0.0.1:PORT.evil.example, 403",
    "Origin: http://127.0.0.1:PORT@evil.example, 403",
    "Origin: http://localhost:PORT, 403",
    "Origin: null, 403",
    "Origin:, 403",
    "Origin: http://, 403",
    "Sec-Fetch-Site: cross-site, 403",
    "Sec-Fetch-Site: same-site, 403",
    "Sec-Fetch-Site: same-origin, 200",
    "Sec-Fetch-Site: none, 200"
  })
  void whatChangesSomethingComesFromItsOwnPageOrFromNone(String header, int status)
      throws Exception {
    var server = start("{}", "agent.example");
    var sent = header.replace("PORT", "" + server.port());
    assertThat(ask(server, "POST /change", sent, "Content-Length: 0").status()).isEqualTo(status);
    assertThat(ask(server, "GET /", sent).status()).isEqualTo(200);
  }

  @Test
  void twoOriginsAreNone() throws Exception {
    var server = start("{}");
    var own = "Origin: http://127.0.0.1:" + server.port();
    assertThat(ask(server, "POST /change", own, "Origin: http://evil.example").status())
        .isEqualTo(403);
  }

  @Test
  void theDefaultPortNeedNotBeSaid() throws Exception {
    var server = start("{}");
    assertThat(ask(server, "POST /change", "Host: 127.0.0.1", "Origin: http://127.0.0.1").status())
        .isEqualTo(200);
    // TLS ended in front of the agent.
    assertThat(ask(server, "POST /change", "Host: 127.0.0.1", "Origin: https://127.0.0.1").status())
        .isEqualTo(200);
  }

  @Test
  void noPageMayFrameOrLoadWhatIsAnswered() throws Exception {
    var server = start("{}");
    for (var line : List.of("GET /", "GET /none", "POST /", "GET /%zz")) {
      assertThat(ask(server, line, "Content-Length: 0").text())
          .as(line)
          .contains("X-Content-Type-Options: nosniff\r\n")
          .contains("X-Frame-Options: DENY\r\n")
          .contains("Cross-Origin-Resource-Policy: same-origin\r\n")
          .contains("Referrer-Policy: no-referrer\r\n");
    }
  }

  @Test
  void parametersHaveABound() throws Exception {
    var routes = new Routes().post("/form", r -> Response.text(200, "" + r.parameters().size()));
    var server =
        HttpServer.start(
            HttpServerSettings.on("127.0.0.1:0"), routes, (_, _, _, _, _) -> {}, Clock.system());
    servers.add(server);
    var form = "a=b&".repeat(Request.MAX_PARAMETERS);
    var head = List.of("Content-Type: application/x-www-form-urlencoded", "Content-Length: ");
    assertThat(post(server, head, form)).isEqualTo(200);
    assertThat(post(server, head, form + "&c")).isEqualTo(413);
  }

  private static int post(HttpServer server, List<String> head, String body) throws IOException {
    return RawHttp.send(
            server.port(),
            request(
                    "POST /form HTTP/1.1",
                    "Host: localhost",
                    "Connection: close",
                    head.getFirst(),
                    head.getLast() + body.length())
                + body)
        .status();
  }
}
