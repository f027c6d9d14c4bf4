package io.tributary.net.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.secret.SecretSource;
import io.tributary.net.client.HttpCallException.Kind;
import io.tributary.net.client.HttpClientOptions.Resolver;
import io.tributary.net.http.HttpHeaders;
import io.tributary.net.http.RawServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainConnectionTest {
  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
  private static final String BUSY =
      """
      HTTP/1.1 503 Busy
      Transfer-Encoding: chunked

      3
      no!
      0

      """
          .replace("\n", "\r\n");
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private static PlainConnection to(RawServer server) {
    return to(server, HttpClientSettings.DEFAULTS);
  }

  private static PlainConnection to(RawServer server, HttpClientSettings settings) {
    return new PlainConnection(
        URI.create(server.url("/write")), new Credentials(settings), Resolver.SYSTEM);
  }

  private static HttpCall post(RawServer server, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return HttpCall.post(URI.create(server.url("/write")), "text/plain", bytes)
        .withTimeout(Duration.ofSeconds(5));
  }

  private static RawServer answering(String... answers) throws IOException {
    return new RawServer(with -> {
      for (String answer : answers) {
        with.readHead();
        with.socket().getInputStream().readNBytes(4);
        with.send(answer);
      }
    });
  }

  private static void assertFails(PlainConnection connection, HttpCall call, Kind kind) {
    assertThatThrownBy(() -> connection.call(call))
        .isInstanceOfSatisfying(
            HttpCallException.class, e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
  }

  @Test
  void postsAgainAndAgainOverOneConnection() throws Exception {
    try (var server =
            answering(
                OK,
                "HTTP/1.1 204 No Content\r\nX-Seen: a\r\nx-seen:  b \r\n\r\n",
                CONTINUE + BUSY,
                OK);
        var connection = to(server)) {
      var first = connection.call(post(server, "1234"));
      assertThat(first.status()).isEqualTo(200);
      assertThat(first.text()).isEqualTo("ok");
      assertThat(connection.call(post(server, "5678")).headers().all("X-Seen"))
          .containsExactly("a", "b");
      var busy = connection.call(post(server, "9012"));
      assertThat(busy.status()).isEqualTo(503);
      assertThat(busy.text()).isEqualTo("no!");
      assertThat(connection.call(post(server, "3456")).isTruncated()).isFalse();
      assertThat(server.accepted()).isEqualTo(1);
      assertThat(server.requests().getFirst())
          .startsWith("POST /write HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n")
          .contains("\r\nContent-Length: 4\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0000\u0001 this is no HTTP",
        "HTTP/1.1 9x9 Odd\r\n\r\n",
        "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n"
      })
  void refusesWhatIsNotHttp(String answer) throws Exception {
    try (var server = answering(answer);
        var connection = to(server)) {
      assertFails(connection, post(server, "1234").withBodyAsRemark(100), Kind.MALFORMED);
    }
  }

  @Test
  void refusesAHeadThatNeverEnds() throws Exception {
    try (var server =
            new RawServer(with -> {
              with.readHead();
              with.send("HTTP/1.1 200 OK\r\n");
              while (true) {
                with.send("X: " + "y".repeat(5000) + "\r\n");
              }
            });
        var connection = to(server)) {
      assertFails(connection, post(server, "1234"), Kind.MALFORMED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 1000\r\n\r\nonly this",
        "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nab"
      })
  void aBodyThatIsCutFailsTheCallUnlessTheHeadSuffices(String rest) throws Exception {
    try (var server = answering("HTTP/1.1 200 OK\r\n" + rest);
        var connection = to(server)) {
      assertThatThrownBy(() -> connection.call(post(server, "1234")))
          .isInstanceOf(HttpCallException.class);
      var response = connection.call(post(server, "1234").withBodyAsRemark(100));
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.isTruncated()).isTrue();
      assertThat(server.accepted()).isEqualTo(2);
    }
  }

  @Test
  void doesNotWaitForABodyThatIsOnlyARemark() throws Exception {
    try (var server =
            new RawServer(with -> {
              with.readHead();
              with.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 100\r\n\r\nbecause");
              with.untilClosed();
            });
        var connection = to(server)) {
      long start = System.nanoTime();
      var call = post(server, "1234").withTimeout(Duration.ofSeconds(60)).withBodyAsRemark(100);
      var response = connection.call(call);
      assertThat(response.status()).isEqualTo(400);
      assertThat(response.text()).isEqualTo("because");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void keepsNoMoreOfABodyThanItMay() throws Exception {
    try (var server =
            answering("HTTP/1.1 500 No\r\nContent-Length: 20000\r\n\r\n" + "x".repeat(20_000), OK);
        var connection = to(server)) {
      var response = connection.call(post(server, "1234").withBodyAsRemark(100));
      assertThat(response.body()).hasSize(100);
      assertThat(response.isTruncated()).isTrue();
      // A short rest is read, so that the connection can go on.
      assertThat(connection.call(post(server, "1234")).status()).isEqualTo(200);
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @Test
  void hearsAnAnswerThatComesBeforeTheRequestWasRead() throws Exception {
    var answered = new CountDownLatch(1);
    try (var server =
            new RawServer(with -> {
              with.readHead();
              with.send("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
              answered.await();
            });
        var connection = to(server)) {
      var response = connection.call(post(server, "x".repeat(20_000_000)));
      assertThat(response.status()).isEqualTo(413);
      assertThat(response.text()).isEqualTo("big");
    } finally {
      answered.countDown();
    }
  }

  @Test
  void endsAtTheDeadline() throws Exception {
    try (var server =
            new RawServer(with -> {
              with.readHead();
              with.untilClosed();
            });
        var connection = to(server)) {
      var call = post(server, "1234").withTimeout(Duration.ofMillis(100));
      assertFails(connection, call, Kind.TIMEOUT);
    }
  }

  @Test
  void namesARefusedConnectionAndAnUnknownHost() throws Exception {
    int port;
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    for (String host : List.of("127.0.0.1", "nowhere.invalid")) {
      URI url = URI.create("http://" + host + ":" + port + "/");
      var credentials = new Credentials(HttpClientSettings.DEFAULTS);
      try (var connection = new PlainConnection(url, credentials, Resolver.SYSTEM)) {
        assertFails(connection, HttpCall.post(url, "text/plain", new byte[1]), Kind.CONNECT);
      }
    }
  }

  @Test
  void postsToAHostThatIsNoHostName() throws Exception {
    try (var server = answering(OK)) {
      URI url = URI.create("http://u:p@my_receiver:" + server.port() + "/write");
      Resolver compose =
          host ->
              host.equals("my_receiver")
                  ? List.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))
                  : List.of();
      var credentials = new Credentials(HttpClientSettings.DEFAULTS);
      try (var connection = new PlainConnection(url, credentials, compose)) {
        var call = HttpCall.post(url, "text/plain", "1234".getBytes(StandardCharsets.UTF_8));
        assertThat(connection.call(call.withTimeout(Duration.ofSeconds(5))).status())
            .isEqualTo(200);
      }
      assertThat(server.requests().getFirst())
          .contains("Host: my_receiver:" + server.port() + "\r\n")
          .contains("Authorization: Basic dTpw\r\n");
    }
  }

  @Test
  void noticesThatTheServerHungUpMeanwhile() throws Exception {
    try (var server = answering(OK);
        var connection = to(server)) {
      connection.call(post(server, "1234"));
      awaitSecondHalf();
      assertThat(connection.call(post(server, "1234")).status()).isEqualTo(200);
      assertThat(server.accepted()).isEqualTo(2);
    }
  }

  /// Longer than a connection may be silent before it is looked at.
  private static void awaitSecondHalf() {
    long until = System.nanoTime() + 600_000_000L;
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(10_000_000);
    }
  }

  @Test
  void sendsCredentialsHomeAndNowhereElse() throws Exception {
    var settings =
        HttpClientSettings.DEFAULTS.withAuthorization(
            new Authorization("Bearer", SecretSource.ofText("hush")));
    try (var home = answering(OK);
        var elsewhere = answering(OK);
        var connection = to(home, settings)) {
      connection.call(post(home, "1234"));
      var call = post(elsewhere, "1234");
      connection.call(call.withHeaders(HttpHeaders.of("Cookie", "sweet", "X-Plain", "seen")));
      assertThat(home.requests().getFirst()).contains("\r\nAuthorization: Bearer hush\r\n");
      assertThat(elsewhere.requests().getFirst())
          .contains("\r\nX-Plain: seen\r\n")
          .doesNotContain("hush")
          .doesNotContain("sweet");
    }
  }

  @Test
  void closingEndsACallUnderWay() throws Exception {
    try (var server =
        new RawServer(with -> {
          with.readHead();
          with.untilClosed();
        })) {
      var connection = to(server);
      var caller =
          Thread.ofVirtual()
              .start(() -> assertFails(connection, post(server, "1234"), Kind.CLOSED));
      while (server.requests().isEmpty()) {
        Thread.onSpinWait();
      }
      connection.close();
      assertThat(caller.join(Duration.ofSeconds(4))).isTrue();
    }
  }
}
