package io.tributary.net.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.secret.SecretSource;
import io.tributary.base.time.Clock;
import io.tributary.net.client.BasicAuth;
import io.tributary.net.client.HttpCall;
import io.tributary.net.client.HttpCallException;
import io.tributary.net.client.HttpClientOptions;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.HttpClients;
import io.tributary.net.client.HttpResponse;
import io.tributary.net.server.HttpServerSettings.Timeouts;
import io.tributary.net.tls.Certificates;
import io.tributary.net.tls.TlsSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpServerTest {
  private final HttpClients clients = new HttpClients(Clock.system());
  private final List<HttpServer> servers = new ArrayList<>();
  private final List<String> observed = new CopyOnWriteArrayList<>();
  @TempDir Path folder;

  @AfterEach
  void stop() {
    servers.forEach(HttpServer::close);
    clients.close();
  }

  private static Routes routes() {
    return new Routes()
        .get("/", _ -> Response.text(200, "root"))
        .get("/big", _ -> Response.text(200, "0123456789".repeat(1000)))
        .get("/virtual", _ -> Response.text(200, "" + Thread.currentThread().isVirtual()))
        .get("/fail", _ -> throwing())
        .get("/label/:name/values", r -> Response.text(200, "label " + r.segments().get("name")))
        .get("/label/fixed/values", _ -> Response.text(200, "fixed"))
        .get("/assets/*", r -> Response.text(200, "asset " + r.rest()))
        .add("OPTIONS", "/assets/*", r -> Response.text(200, "options of " + r.rest()))
        .post("/assets/upload", _ -> Response.text(200, "stored"))
        .get(
            "/stream",
            _ ->
                Response.streamed(
                    200,
                    "text/event-stream",
                    out -> {
                      for (int i = 0; i < 3; i++) {
                        out.write(("event " + i + "\n").getBytes(UTF_8));
                        out.flush();
                      }
                    }))
        .post("/echo", r -> Response.text(200, new String(r.body(10), UTF_8)))
        .post("/form", r -> Response.text(200, r.parameters("a") + " " + r.parameter("b")));
  }

  private static Response throwing() throws IOException {
    throw new IOException("secret detail");
  }

  private HttpServer start(HttpServerSettings settings) throws IOException {
    var server =
        HttpServer.start(
            settings,
            routes(),
            (handler, method, status, nanos, bytes) ->
                observed.add(method + " " + handler + " " + status + " " + bytes),
            Clock.system());
    servers.add(server);
    return server;
  }

  private HttpServer start() throws IOException {
    return start(HttpServerSettings.on("127.0.0.1:0"));
  }

  private HttpServer startWith(String webConfig) throws IOException {
    var file = folder.resolve("web.yml");
    Files.writeString(file, webConfig);
    return start(HttpServerSettings.on("127.0.0.1:0").withWebConfigFile(file));
  }

  private HttpResponse get(HttpServer server, String path) throws Exception {
    return call(HttpCall.get(URI.create("http://127.0.0.1:" + server.port() + path)));
  }

  private HttpResponse call(HttpCall call) throws Exception {
    return call(HttpClientSettings.DEFAULTS.withFollowRedirects(false), call);
  }

  private HttpResponse call(HttpClientSettings settings, HttpCall call) throws Exception {
    try (var caller = clients.open(settings, HttpClientOptions.named("test", "t"))) {
      return caller.call(call.withTimeout(Duration.ofSeconds(10)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/, 200, root",
    "/virtual, 200, true",
    "/label/job/values, 200, label job",
    "/label/fixed/values, 200, fixed",
    "/assets/js/app.js, 200, asset js/app.js",
    "/assets/, 200, asset ''",
    "/assets/%2e%2e/x, 400, ",
    "/label/a%2Fb/values, 200, label a/b",
    "/label/a%2f..%2f%25b/values, 200, label a/../%b",
    "/label/%25/values, 200, label %",
    "/label/a;b=c/values, 200, label a;b=c",
    "/label/%3Bb/values, 200, label ;b",
    "/virtual;x, 404, ",
    "/assets/..;/x, 400, ",
    "/assets%2Fx, 404, ",
    "/assets/js%2Fapp.js, 404, ",
    "/label%2Fjob/values, 404, ",
    "/label/job%2Fvalues, 404, ",
    "/nothing, 404, ",
    "/echo, 405, ",
    "/assets/upload, 405, ",
    "/fail, 500, "
  })
  void answersWithTheRouteThatMatches(String path, int status, @Nullable String text)
      throws Exception {
    var response = get(start(), path);
    assertThat(response.status()).isEqualTo(status);
    if (text != null) assertThat(response.text()).isEqualTo(text.replace("''", ""));
    assertThat(response.text()).doesNotContain("secret detail");
  }

  @Test
  void namesTheMethodsOfAPath() throws Exception {
    assertThat(get(start(), "/echo").headers().first("Allow")).isEqualTo("POST");
  }

  @Test
  void asksForOptionsOfPathsOfOtherMethods() throws Exception {
    var url = URI.create("http://127.0.0.1:" + start().port() + "/assets/upload");
    var call = HttpCall.of("OPTIONS", url, new byte[0], 0, 0);
    assertThat(call(call).text()).isEqualTo("options of upload");
  }

  @Test
  void compressesWhatIsLargeWhereItIsAccepted() throws Exception {
    var server = start();
    var url = URI.create("http://127.0.0.1:" + server.port() + "/big");
    var zipped = call(HttpCall.get(url).withHeader("Accept-Encoding", "br, gzip;q=0.5"));
    assertThat(zipped.headers().first("Content-Encoding")).isEqualTo("gzip");
    try (var in = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
      assertThat(in.readAllBytes()).hasSize(10_000);
    }
    var plain = call(HttpCall.get(url).withHeader("Accept-Encoding", "gzip;q=0"));
    assertThat(plain.body()).hasSize(10_000);
  }

  @Test
  void streamsAndCounts() throws Exception {
    var server = start();
    assertThat(get(server, "/stream").text()).isEqualTo("event 0\nevent 1\nevent 2\n");
    assertThat(get(server, "/nothing").status()).isEqualTo(404);
    server.close();
    assertThat(observed).containsExactly("GET /stream 200 24", "GET  404 19");
  }

  @Test
  void boundsBodiesAndReadsForms() throws Exception {
    var server = start();
    var base = "http://127.0.0.1:" + server.port();
    var echo = URI.create(base + "/echo");
    assertThat(call(HttpCall.post(echo, "text/plain", "1234567890".getBytes(UTF_8))).text())
        .isEqualTo("1234567890");
    assertThat(call(HttpCall.post(echo, "text/plain", "12345678901".getBytes(UTF_8))).status())
        .isEqualTo(413);
    var form =
        HttpCall.post(
            URI.create(base + "/form?a=query&b=%41"),
            "application/x-www-form-urlencoded",
            "a=one+two&a=%26".getBytes(UTF_8));
    assertThat(call(form).text()).isEqualTo("[one two, &, query] A");
  }

  @Test
  void whoSendsTooMuchIsToldSo() throws Exception {
    var server = start();
    var head = "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n%s\r\n";
    int length = 12 << 20;
    assertThat(raw(server, head.formatted(length, "Connection: close\r\n") + "x".repeat(length)))
        .startsWith("HTTP/1.1 413");
    assertThat(raw(server, head.formatted(length, "Expect: 100-continue\r\nConnection: close\r\n")))
        .as("without the body")
        .startsWith("HTTP/1.1 413");
  }

  @Test
  void refusesHostsThatAreNotLoopback() throws Exception {
    var server = start();
    assertThat(raw(server, "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 403");
    assertThat(raw(server, "GET / HTTP/1.1\r\nHost: localhost:1\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
    assertThat(raw(server, "GET /a%2fb HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 404");
  }

  private static String raw(HttpServer server, String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  @Test
  void servesBelowAPrefix() throws Exception {
    var settings =
        new HttpServerSettings(
            List.of("127.0.0.1:0"), "/agent", 10, Duration.ofMinutes(5), null, List.of());
    var server = start(settings);
    assertThat(get(server, "/").headers().first("Location")).isEqualTo("/agent/");
    assertThat(get(server, "/agent/").text()).isEqualTo("root");
    assertThat(get(server, "/agent/virtual").text()).isEqualTo("true");
    assertThat(get(server, "/virtual").status()).isEqualTo(404);
  }

  @Test
  void takesNoMoreConnectionsThanAllowed() throws Exception {
    var settings =
        new HttpServerSettings(
            List.of("127.0.0.1:0"), "", 1, Duration.ofMinutes(5), null, List.of());
    var server = start(settings);
    try (var first = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      first.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
      assertThat(first.getInputStream().read()).isEqualTo('H');
      try (var second = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        second.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
        second.setSoTimeout(300);
        assertThatThrownBy(() -> second.getInputStream().read())
            .isInstanceOf(java.net.SocketTimeoutException.class);
        first.shutdownInput();
        first.shutdownOutput();
        second.setSoTimeout(10_000);
        assertThat(second.getInputStream().read()).isEqualTo('H');
      }
    }
  }

  private static HttpServerSettings readWithin(Duration timeout, int connections) {
    return new HttpServerSettings(
        List.of("127.0.0.1:0"), "", connections, timeout, null, List.of());
  }

  /// Sends a byte of `text` at a time, again and again, until the server has had enough.
  private static long dripped(int port, String first, String text) throws IOException {
    long start = System.nanoTime();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(50);
      socket.getOutputStream().write(first.getBytes(ISO_8859_1));
      for (int i = 0; System.nanoTime() - start < 20_000_000_000L; i++) {
        socket.getOutputStream().write(text.charAt(i % text.length()));
        try {
          if (socket.getInputStream().read() >= 0) continue;
          break;
        } catch (java.net.SocketTimeoutException e) {
          // Still listening.
        }
      }
    } catch (java.net.SocketException e) {
      // Closed while we wrote.
    }
    return (System.nanoTime() - start) / 1_000_000;
  }

  @Test
  void aHeadThatDripsIsNotWaitedForLongerThanTheReadTimeout() throws Exception {
    var server = start(readWithin(Duration.ofSeconds(1), 10));
    assertThat(dripped(server.port(), "GET / HTTP/1.1\r\nHost: localhost\r\n", "X-A: b\r\n"))
        .isBetween(900L, 8_000L);
    assertThat(dripped(server.port(), "", "GET /")).isLessThan(8_000L);
  }

  @Test
  void everyListenerWatchesItsOwnConnections() throws Exception {
    var server =
        start(
            new HttpServerSettings(
                List.of("127.0.0.1:0", "127.0.0.1:0"),
                "",
                10,
                Duration.ofSeconds(1),
                null,
                List.of()));
    try (var first = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      first.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
      assertThat(first.getInputStream().read()).isEqualTo('H');
      int second = server.addresses().getLast().getPort();
      assertThat(dripped(second, "GET / HTTP/1.1\r\nHost: localhost\r\n", "X-A: b\r\n"))
          .isLessThan(8_000L);
    }
  }

  @Test
  void aBodyThatDripsIsNotWaitedForLongerThanTheReadTimeout() throws Exception {
    var server = start(readWithin(Duration.ofSeconds(1), 10));
    var head =
        String.join(
            "\r\n",
            "POST /form HTTP/1.1",
            "Host: localhost",
            "Content-Length: 100000",
            "Content-Type: application/x-www-form-urlencoded",
            "",
            "");
    assertThat(dripped(server.port(), head, "a=b&")).isBetween(900L, 8_000L);
  }

  @Test
  void whoSendsNothingMakesRoomWhenAllConnectionsAreTaken() throws Exception {
    var server = start(readWithin(Duration.ofMinutes(5), 4));
    var idle = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 4; i++) {
        idle.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
      }
      assertThat(get(server, "/").text()).isEqualTo("root");
    } finally {
      for (var socket : idle) socket.close();
    }
  }

  private static HttpServerSettings with(Timeouts timeouts) {
    var usual = HttpServerSettings.on("127.0.0.1:0");
    return new HttpServerSettings(
        usual.listenAddresses(), "", 10, timeouts, List.of(), usual.access());
  }

  @Test
  void aConnectionRestsNoLongerThanTheIdleTimeout() throws Exception {
    var server =
        start(with(new Timeouts(Duration.ofMinutes(5), Duration.ofMillis(300), Optional.empty())));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8)).endsWith("root");
    }
  }

  @Test
  void anAnswerThatTakesTooLongEndsTheConnection() throws Exception {
    var held = new CountDownLatch(1);
    var routes =
        new Routes()
            .get(
                "/held",
                _ -> {
                  held.await();
                  return Response.text(200, "late");
                });
    var fiveMinutes = Duration.ofMinutes(5);
    var timeouts = new Timeouts(fiveMinutes, fiveMinutes, Optional.of(Duration.ofMillis(300)));
    var server = HttpServer.start(with(timeouts), routes, (_, _, _, _, _) -> {}, Clock.system());
    servers.add(server);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write("GET /held HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    } finally {
      held.countDown();
    }
  }

  @Test
  void aKeptConnectionMayRestBetweenRequestsAndAskAgain() throws Exception {
    var server = start(readWithin(Duration.ofSeconds(2), 10));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      for (int i = 0; i < 4; i++) {
        socket
            .getOutputStream()
            .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1));
        var answer = new StringBuilder();
        while (!answer.toString().endsWith("root")) {
          answer.append((char) socket.getInputStream().read());
        }
        java.util.concurrent.locks.LockSupport.parkNanos(900_000_000);
      }
    }
  }

  @Test
  void errorsOfTheServerItselfArePlainTextAsWell() throws Exception {
    var server = start();
    var answer = raw(server, "GET /a%zzb HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 400").contains("Content-Type: text/plain");
    assertThat(answer).doesNotContain("<html").contains("X-Content-Type-Options: nosniff");
    assertThat(raw(server, "nonsense\r\n\r\n")).startsWith("HTTP/1.1 400").doesNotContain("<");
  }

  @Test
  void doubledSlashesLeadToTheCleanPath() throws Exception {
    var server = start();
    var moved = get(server, "//label//job/values?a=b&c=d");
    assertThat(moved.status()).isEqualTo(301);
    assertThat(moved.headers().first("Location")).isEqualTo("/label/job/values?a=b&c=d");
    assertThat(get(server, "//evil.example/x").headers().first("Location"))
        .isEqualTo("/evil.example/x");
  }

  @Test
  void textIsNeverTakenForSomethingElse() throws Exception {
    var server = start();
    for (var path : List.of("/", "/nothing", "/fail", "/big")) {
      assertThat(get(server, path).headers().first("X-Content-Type-Options")).isEqualTo("nosniff");
    }
  }

  @Test
  void asksForUsersAndSendsConfiguredHeaders() throws Exception {
    var server =
        startWith(
            """
            http_server_config:
              headers:
                X-Frame-Options: deny
            basic_auth_users:
              alice: $2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i
            """);
    var refused = get(server, "/");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.headers().first("WWW-Authenticate")).isEqualTo("Basic");
    assertThat(refused.headers().first("X-Frame-Options")).isEqualTo("deny");
    var url = URI.create("http://127.0.0.1:" + server.port() + "/");
    assertThat(call(as("alice", "abc"), HttpCall.get(url)).status()).isEqualTo(200);
    assertThat(call(as("alice", "abd"), HttpCall.get(url)).status()).isEqualTo(401);
    assertThat(call(as("bob", "abc"), HttpCall.get(url)).status()).isEqualTo(401);

    Files.writeString(folder.resolve("web.yml"), "{}");
    assertThat(get(server, "/").status()).isEqualTo(200);
    Files.writeString(folder.resolve("web.yml"), "basic_auth_usres: {}");
    assertThat(get(server, "/").status()).isEqualTo(500);
  }

  private static HttpClientSettings as(String user, String password) {
    return HttpClientSettings.DEFAULTS.withBasicAuth(
        new BasicAuth(SecretSource.ofText(user), SecretSource.ofText(password)));
  }

  @Test
  void limitsTheRate() throws Exception {
    var server = startWith("rate_limit: {interval: 1h, burst: 2}");
    assertThat(get(server, "/").status()).isEqualTo(200);
    assertThat(get(server, "/").status()).isEqualTo(200);
    assertThat(get(server, "/").status()).isEqualTo(429);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: b|field a not found",
        "rate_limit: {burst: x}|expected a number",
        "rate_limit: {interval: 1 hour}|invalid duration",
        "tls_server_config: {key: x}|missing one of cert or cert_file",
        "tls_server_config: {cert: x}|missing one of key or key_file",
        "tls_server_config: {cert: x, key: x, client_ca: x}|without a Client Auth Policy",
        "tls_server_config: {cert: x, key: x, client_auth_type: X}|invalid ClientAuth",
        "tls_server_config: {cert: x, key: x, cipher_suites: [a]}|unknown cipher",
        "tls_server_config: {cert: x, key: x, min_version: TLS9}|unknown TLS version",
        "tls_server_config: {cert: x, key: x, cipher_suites:"
            + " [TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384]}|HTTP/2-required",
        "tls_server_config: {cert_file: none, key: x}|no such file",
        "http_server_config: {headers: {X-Other: a}}|can not be configured",
        "http_server_config: {headers: {X-Frame-Options: a}}|invalid value for X-Frame-Options",
        "basic_auth_users: {a: plain}|not a bcrypt hash",
        "'rate_limit: {}\nrate_limit: {}'|already set"
      })
  void refusesAnUnusableConfiguration(String yaml, String problem) {
    assertThatThrownBy(() -> startWith(yaml))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("web.yml")
        .hasMessageContaining(problem);
  }

  private static String indent(String pem) {
    return pem.strip().replace("\n", "\n    ");
  }

  private void writePair(Certificates.Pair pair) throws IOException {
    Files.writeString(folder.resolve("cert.pem"), pair.cert());
    Files.writeString(folder.resolve("key.pem"), pair.key());
  }

  private static TlsSettings trusting(String ca, Certificates.@Nullable Pair own) {
    return new TlsSettings(
        SecretSource.ofText(ca),
        own == null ? SecretSource.NONE : SecretSource.ofText(own.cert()),
        own == null ? SecretSource.NONE : SecretSource.ofText(own.key()),
        "",
        false,
        null,
        null);
  }

  private HttpResponse secure(HttpServer server, TlsSettings tls) throws Exception {
    return call(
        HttpClientSettings.DEFAULTS.withTls(tls),
        HttpCall.get(URI.create("https://localhost:" + server.port() + "/")));
  }

  @Test
  void takesRotatedCertificatesForNewConnections() throws Exception {
    writePair(Certificates.server());
    var server = startWith("tls_server_config: {cert_file: cert.pem, key_file: key.pem}");
    var first = trusting(Certificates.ca(), null);
    assertThat(secure(server, first).text()).isEqualTo("root");
    assertThatThrownBy(() -> secure(server, trusting(Certificates.otherCa(), null)))
        .isInstanceOf(HttpCallException.class);

    writePair(Certificates.rotated());
    assertThat(secure(server, trusting(Certificates.otherCa(), null)).text()).isEqualTo("root");
    assertThatThrownBy(() -> secure(server, first)).isInstanceOf(HttpCallException.class);
  }

  @Test
  void verifiesClientCertificatesAndTheirNames() throws Exception {
    writePair(Certificates.server());
    var server =
        startWith(
            "tls_server_config:\n  cert_file: cert.pem\n  key_file: key.pem\n"
                + "  client_auth_type: RequireAndVerifyClientCert\n"
                + "  client_allowed_sans: [client.test]\n  client_ca: |\n    "
                + indent(Certificates.ca())
                + "\n");
    var ca = Certificates.ca();
    assertThat(secure(server, trusting(ca, Certificates.client())).text()).isEqualTo("root");
    assertThatThrownBy(() -> secure(server, trusting(ca, null)))
        .isInstanceOf(HttpCallException.class);
    assertThatThrownBy(() -> secure(server, trusting(ca, Certificates.stranger())))
        .isInstanceOf(HttpCallException.class);
    // Signed by the right authority, but for another name.
    assertThatThrownBy(() -> secure(server, trusting(ca, Certificates.server())))
        .isInstanceOf(HttpCallException.class);
  }

  @Test
  void namesAnAddressThatIsTaken() throws Exception {
    var server = start();
    assertThatThrownBy(() -> start(HttpServerSettings.on("127.0.0.1:" + server.port())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot listen on [127.0.0.1:" + server.port() + "]");
  }
}
