package io.tributary.net.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tributary.base.secret.Secret;
import io.tributary.base.secret.SecretSource;
import io.tributary.base.time.Clock;
import io.tributary.net.client.HttpCallException.Kind;
import io.tributary.net.http.RawServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpCallerTest {
  private final HttpClients clients = new HttpClients(Clock.system());
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private HttpServer server;
  @TempDir Path folder;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::echo);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    clients.close();
  }

  private void echo(HttpExchange exchange) throws IOException {
    var authorization = exchange.getRequestHeaders().getFirst("Authorization");
    seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + authorization);
    var body = exchange.getRequestBody().readAllBytes();
    var answer =
        ("host=" + exchange.getRequestHeaders().getFirst("Host") + " body=")
            .getBytes(StandardCharsets.UTF_8);
    var whole = new byte[answer.length + body.length];
    System.arraycopy(answer, 0, whole, 0, answer.length);
    System.arraycopy(body, 0, whole, answer.length, body.length);
    exchange
        .getRequestHeaders()
        .getOrDefault("X-Extra", List.of())
        .forEach(value -> exchange.getResponseHeaders().add("X-Seen", value));
    reply(exchange, 200, whole);
  }

  private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private StreamCaller open(HttpClientSettings settings) throws IOException {
    return clients.open(settings, HttpClientOptions.named("test", "Tributary/test"));
  }

  @Test
  void postsABodyAndReturnsTheAnswer() throws Exception {
    try (var caller = open(HttpClientSettings.DEFAULTS)) {
      var bytes = "xxhelloxx".getBytes(StandardCharsets.UTF_8);
      var response = caller.call(HttpCall.post(url("/a?b=c"), "text/plain", bytes, 2, 5));

      assertThat(response.status()).isEqualTo(200);
      assertThat(response.text())
          .isEqualTo("host=127.0.0.1:" + server.getAddress().getPort() + " body=hello");
    }
    assertThat(seen).containsExactly("POST /a?b=c null");
  }

  @Test
  void readsCredentialFilesAgainForEachRequest() throws Exception {
    var file = folder.resolve("token");
    Files.writeString(file, "one\n");
    var settings =
        HttpClientSettings.DEFAULTS.withAuthorization(
            new Authorization("Bearer", SecretSource.ofFile(file)));
    try (var caller = open(settings)) {
      caller.call(HttpCall.get(url("/")));
      Files.writeString(file, "  two ");
      caller.call(HttpCall.get(url("/")));
      Files.delete(file);
      assertThatThrownBy(() -> caller.call(HttpCall.get(url("/"))))
          .isInstanceOf(HttpCallException.class)
          .hasMessageContaining("cannot read authorization credentials")
          .hasMessageContaining("no such file");
    }
    assertThat(seen).containsExactly("GET / Bearer one", "GET / Bearer two");
  }

  @Test
  void doesNotOverwriteAnAuthorizationOfTheCall() throws Exception {
    var settings =
        HttpClientSettings.DEFAULTS.withBasicAuth(
            new BasicAuth(SecretSource.ofText("u"), SecretSource.ofText("p")));
    try (var caller = open(settings)) {
      caller.call(HttpCall.get(url("/")));
      caller.call(HttpCall.get(url("/")).withHeader("Authorization", "Own thing"));
      var withUser = URI.create(url("/").toString().replace("//", "//a:b%3A@"));
      caller.call(HttpCall.get(withUser));
    }
    assertThat(seen)
        .containsExactly(
            "GET / " + Credentials.basic("u", "p"),
            "GET / Own thing",
            "GET / " + Credentials.basic("a", "b:"));
  }

  @Test
  void sendsConfiguredHeadersInEveryForm() throws Exception {
    var file = folder.resolve("header");
    Files.writeString(file, "from-file\n");
    var settings =
        HttpClientSettings.DEFAULTS.withHttpHeaders(
            List.of(
                new HeaderSettings(
                    "X-Extra", List.of("a", "b"), List.of(Secret.of("hidden")), List.of(file))));
    try (var caller = open(settings)) {
      assertThat(caller.call(HttpCall.get(url("/"))).headers().all("X-Seen"))
          .containsExactly("a", "b", "hidden", "from-file");
    }
  }

  @Test
  void leavesCredentialsBehindWhenRedirectedToAnotherHost() throws Exception {
    var port = server.getAddress().getPort();
    server.createContext("/away", e -> redirect(e, 307, "http://localhost:" + port + "/back"));
    server.createContext("/back", e -> redirect(e, 302, "http://127.0.0.1:" + port + "/end"));
    var settings =
        HttpClientSettings.DEFAULTS.withBasicAuth(
            new BasicAuth(SecretSource.ofText("u"), SecretSource.ofText("p")));
    try (var caller = open(settings)) {
      var response = caller.call(HttpCall.post(url("/away"), "text/plain", new byte[] {'x'}));
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.url().getPath()).isEqualTo("/end");
    }
    // 307 keeps the method, 302 does not; and once away, credentials never come back.
    assertThat(seen)
        .containsExactly(
            "POST /away " + Credentials.basic("u", "p"), "POST /back null", "GET /end null");
  }

  private void redirect(HttpExchange exchange, int status, String to) throws IOException {
    seen.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("Authorization"));
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Location", to);
    reply(exchange, status, new byte[0]);
  }

  @Test
  void stopsAfterTenRedirects() throws Exception {
    server.createContext("/loop", e -> redirect(e, 302, "/loop"));
    try (var caller = open(HttpClientSettings.DEFAULTS)) {
      assertThatThrownBy(() -> caller.call(HttpCall.get(url("/loop"))))
          .hasMessageContaining("stopped after 10 redirects");
    }
    assertThat(seen).hasSize(10);
  }

  @Test
  void returnsARedirectThatItMayNotFollow() throws Exception {
    server.createContext("/r", e -> redirect(e, 302, "/x"));
    try (var caller = open(HttpClientSettings.DEFAULTS.withFollowRedirects(false))) {
      assertThat(caller.call(HttpCall.get(url("/r"))).status()).isEqualTo(302);
    }
  }

  @Test
  void failsABodyBeyondTheBoundAndCutsAnErrorBody() throws Exception {
    server.createContext("/big", e -> reply(e, 200, new byte[100_000]));
    server.createContext("/bad", e -> reply(e, 500, new byte[100_000]));
    try (var caller = open(HttpClientSettings.DEFAULTS)) {
      assertThatThrownBy(() -> caller.call(HttpCall.get(url("/big")).withMaxBodyBytes(99_999)))
          .asInstanceOf(
              org.assertj.core.api.InstanceOfAssertFactories.type(HttpCallException.class))
          .extracting(HttpCallException::kind)
          .isEqualTo(Kind.BODY_SIZE);
      assertThat(caller.call(HttpCall.get(url("/big")).withMaxBodyBytes(100_000)).body())
          .hasSize(100_000);
      var error = caller.call(HttpCall.get(url("/bad")));
      assertThat(error.status()).isEqualTo(500);
      assertThat(error.isTruncated()).isTrue();
      assertThat(error.body()).hasSize(4096);
    }
  }

  @Test
  void endsAtTheDeadlineThoughBytesKeepDripping() throws Exception {
    server.createContext(
        "/drip",
        e -> {
          e.sendResponseHeaders(200, 0);
          try {
            while (true) {
              e.getResponseBody().write('x');
              e.getResponseBody().flush();
              Clock.system().sleepUntil(Clock.system().nanos() + 20_000_000);
            }
          } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
          }
        });
    try (var caller = open(HttpClientSettings.DEFAULTS)) {
      long from = System.nanoTime();
      var call = HttpCall.get(url("/drip")).withTimeout(Duration.ofMillis(300));
      assertThatThrownBy(() -> caller.call(call))
          .hasMessageContaining("context deadline exceeded")
          .asInstanceOf(
              org.assertj.core.api.InstanceOfAssertFactories.type(HttpCallException.class))
          .extracting(HttpCallException::kind)
          .isEqualTo(Kind.TIMEOUT);
      assertThat(System.nanoTime() - from).isLessThan(5_000_000_000L);
    }
  }

  @Test
  void namesARefusedConnectionAndAnUnknownHost() throws Exception {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (var caller = open(HttpClientSettings.DEFAULTS)) {
      assertThatThrownBy(() ->
              caller.call(HttpCall.get(URI.create("http://u:pw@127.0.0.1:" + port + "/x?t=s"))))
          .hasMessageContaining("cannot GET http://127.0.0.1:" + port + "/x: ")
          .hasMessageContaining("refused")
          .hasMessageNotContaining("pw")
          .asInstanceOf(
              org.assertj.core.api.InstanceOfAssertFactories.type(HttpCallException.class))
          .extracting(HttpCallException::kind)
          .isEqualTo(Kind.CONNECT);
      assertThatThrownBy(() -> caller.call(HttpCall.get(URI.create("http://no-such.invalid/"))))
          .hasMessageContaining("no such host: no-such.invalid");
    }
  }

  @Test
  void triesTheAddressesOfAResolverInTurn() throws Exception {
    var asked = new AtomicInteger();
    var options =
        HttpClientOptions.named("test", "t")
            .withResolver(host -> {
              asked.incrementAndGet();
              return List.of(
                  InetAddress.getByAddress(new byte[] {127, 0, 0, 2}),
                  InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
            });
    try (var caller = clients.open(HttpClientSettings.DEFAULTS, options)) {
      var url = URI.create("http://spread.test:" + server.getAddress().getPort() + "/");
      assertThat(caller.call(HttpCall.get(url)).status()).isEqualTo(200);
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void callsHostsThatAreNoHostNames() throws Exception {
    var asked = new CopyOnWriteArrayList<String>();
    var options =
        HttpClientOptions.named("test", "t")
            .withResolver(host -> {
              asked.add(host);
              return List.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
            });
    int port = server.getAddress().getPort();
    try (var caller = clients.open(HttpClientSettings.DEFAULTS, options)) {
      for (String host : List.of("my_sd", "0a1b2c3d", "a.b_c.1")) {
        var url = URI.create("http://u:p@" + host + ":" + port + "/x?y=z");
        assertThat(caller.call(HttpCall.get(url)).text())
            .isEqualTo("host=" + host + ":" + port + " body=");
      }
    }
    assertThat(asked).containsExactly("my_sd", "0a1b2c3d", "a.b_c.1");
    assertThat(seen).containsOnly("GET /x?y=z Basic dTpw");
  }

  @Test
  void asksForATokenOnceAndAgainWhenTheSecretChanges() throws Exception {
    var secret = folder.resolve("secret");
    Files.writeString(secret, "s1");
    var granted = new AtomicInteger();
    var forms = new CopyOnWriteArrayList<String>();
    server.createContext(
        "/token",
        e -> {
          forms.add(
              new String(e.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                  + " "
                  + e.getRequestHeaders().getFirst("Authorization"));
          e.getResponseHeaders().set("Content-Type", "application/json");
          var json =
              "{\"access_token\":\"t"
                  + granted.incrementAndGet()
                  + "\",\"token_type\":\"bearer\",\"expires_in\":3600,\"x\":{\"y\":[1]}}";
          reply(e, 200, json.getBytes(StandardCharsets.UTF_8));
        });
    var oauth2 =
        new OAuth2(
            "id",
            SecretSource.ofFile(secret),
            "",
            OAuth2.JwtGrant.DEFAULTS,
            List.of("a", "b"),
            url("/token").toString(),
            Map.of("resource", "r"),
            OAuth2.DEFAULTS.tls(),
            ProxySettings.DEFAULTS,
            List.of());
    try (var caller = open(HttpClientSettings.DEFAULTS.withOAuth2(oauth2))) {
      caller.call(HttpCall.get(url("/x")));
      caller.call(HttpCall.get(url("/x")));
      Files.writeString(secret, "s2");
      caller.call(HttpCall.get(url("/x")));
    }
    assertThat(seen).containsExactly("GET /x Bearer t1", "GET /x Bearer t1", "GET /x Bearer t2");
    assertThat(forms)
        .containsExactly(
            "grant_type=client_credentials&scope=a+b&resource=r " + Credentials.basic("id", "s1"),
            "grant_type=client_credentials&scope=a+b&resource=r " + Credentials.basic("id", "s2"));
  }

  @Test
  void refusesSecretReferences() {
    var settings =
        HttpClientSettings.DEFAULTS.withAuthorization(
            new Authorization("Bearer", SecretSource.ofRef("vault")));
    assertThatThrownBy(() -> open(settings)).hasMessage("cannot use secret ref without manager");
  }

  @Test
  void streamsABodyWhileItArrives() throws Exception {
    var release = new CountDownLatch(1);
    try (var raw =
            new RawServer(with -> {
              with.readHead();
              with.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nfirst\n\r\n");
              release.await();
              with.send("7\r\nsecond\n\r\n0\r\n\r\n");
              with.untilClosed();
            });
        var caller = open(HttpClientSettings.DEFAULTS);
        var stream = caller.open(HttpCall.get(URI.create(raw.url("/watch"))))) {
      assertThat(stream.head().status()).isEqualTo(200);
      assertThat(new String(stream.body().readNBytes(6), StandardCharsets.UTF_8))
          .isEqualTo("first\n");
      release.countDown();
      assertThat(new String(stream.body().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("second\n");
    }
  }
}
