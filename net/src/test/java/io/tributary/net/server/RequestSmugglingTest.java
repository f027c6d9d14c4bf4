package io.tributary.net.server;

import static io.tributary.net.server.RawHttp.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.Clock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// S03: where a request ends must be beyond doubt, or the connection ends with it.
class RequestSmugglingTest {
  private static final List<String> handled = new CopyOnWriteArrayList<>();
  private static HttpServer server;

  @BeforeAll
  static void start() throws IOException {
    var routes =
        new Routes()
            .get("/", r -> seen(r.path()))
            .get("/smuggled", r -> seen(r.path()))
            .post(
                "/post",
                r -> seen(r.path() + " " + new String(r.body(100), StandardCharsets.UTF_8)));
    server =
        HttpServer.start(
            HttpServerSettings.on("127.0.0.1:0"), routes, (_, _, _, _, _) -> {}, Clock.system());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void forget() {
    handled.clear();
  }

  private static Response seen(String what) {
    handled.add(what);
    return Response.text(200, "ok\n");
  }

  private static final String SMUGGLED = request("GET /smuggled HTTP/1.1", "Host: localhost");

  private static String post(String body, String... headers) {
    var head =
        Stream.concat(Stream.of("POST /post HTTP/1.1", "Host: localhost"), Stream.of(headers));
    return request(head.toArray(String[]::new)) + body;
  }

  private static String get(String... headers) {
    return request(
        Stream.concat(Stream.of("GET / HTTP/1.1", "Host: localhost"), Stream.of(headers))
            .toArray(String[]::new));
  }

  /// Each is read in two ways by programs that are in use; what stands behind it is the payload.
  static Stream<Map.Entry<String, String>> ambiguous() {
    String chunked = "Transfer-Encoding: chunked";
    return Stream.of(
        Map.entry("both lengths", post("0\r\n\r\n" + SMUGGLED, "Content-Length: 5", chunked)),
        Map.entry(
            "both, the other way", post("0\r\n\r\n" + SMUGGLED, chunked, "Content-Length: 5")),
        Map.entry(
            "two lengths", post("abcde" + SMUGGLED, "Content-Length: 5", "Content-Length: 0")),
        Map.entry(
            "two equal lengths",
            post("abcde" + SMUGGLED, "Content-Length: 5", "Content-Length: 5")),
        Map.entry("a list of lengths", post("abcde" + SMUGGLED, "Content-Length: 5, 5")),
        Map.entry("a negative length", post(SMUGGLED, "Content-Length: -1")),
        Map.entry("a signed length", post("abcde" + SMUGGLED, "Content-Length: +5")),
        Map.entry("a length in hex", post("abcde" + SMUGGLED, "Content-Length: 0x5")),
        Map.entry("a huge length", post(SMUGGLED, "Content-Length: 99999999999999999999")),
        Map.entry("a length with blanks inside", post("abcde" + SMUGGLED, "Content-Length: 5 0")),
        Map.entry("an empty length", post(SMUGGLED, "Content-Length:")),
        Map.entry("chunked twice", post("0\r\n\r\n" + SMUGGLED, chunked, chunked)),
        Map.entry(
            "chunked, identity",
            post("0\r\n\r\n" + SMUGGLED, "Transfer-Encoding: chunked, identity")),
        Map.entry(
            "unknown coding last", post("0\r\n\r\n" + SMUGGLED, "Transfer-Encoding: chunked, x")),
        Map.entry("unknown coding", post("0\r\n\r\n" + SMUGGLED, "Transfer-Encoding: xchunked")),
        Map.entry("quoted coding", post("0\r\n\r\n" + SMUGGLED, "Transfer-Encoding: \"chunked\"")),
        Map.entry(
            "coding with a vertical tab",
            post("0\r\n\r\n" + SMUGGLED, "Transfer-Encoding: \u000bchunked")),
        Map.entry(
            "coding behind a folded line",
            post("0\r\n\r\n" + SMUGGLED, "Transfer-Encoding:", " chunked", "Content-Length: 5")),
        Map.entry(
            "blank before the colon",
            post("0\r\n\r\n" + SMUGGLED, "Transfer-Encoding : chunked", "Content-Length: 5")),
        Map.entry("folded header", get("X-A: b", " c: d") + SMUGGLED),
        Map.entry("folded with a tab", get("X-A: b", "\tContent-Length: 3") + SMUGGLED),
        Map.entry("header without a colon", get("nonsense") + SMUGGLED),
        Map.entry("header without a name", get(": value") + SMUGGLED),
        Map.entry("NUL in a value", get("X-A: a\0b") + SMUGGLED),
        Map.entry("NUL in a name", get("X-\0A: ab") + SMUGGLED),
        Map.entry("carriage return in a value", get("X-A: a\rX-B: b") + SMUGGLED),
        Map.entry("bare line feeds", "GET / HTTP/1.1\nHost: localhost\n\n" + SMUGGLED),
        Map.entry(
            "a bare line feed in the middle",
            "GET / HTTP/1.1\r\nHost: localhost\nX-A: b\r\n\r\n" + SMUGGLED),
        Map.entry("two hosts", get("Host: evil.example") + SMUGGLED),
        Map.entry("no host", "GET / HTTP/1.1\r\n\r\n" + SMUGGLED),
        Map.entry("a host with a path", "GET / HTTP/1.1\r\nHost: localhost/x\r\n\r\n" + SMUGGLED),
        Map.entry("a host with a user", "GET / HTTP/1.1\r\nHost: a@localhost\r\n\r\n" + SMUGGLED),
        Map.entry("HTTP/0.9", "GET /\r\n\r\n" + SMUGGLED),
        Map.entry(
            "tab in the request line", "GET\t/\tHTTP/1.1\r\nHost: localhost\r\n\r\n" + SMUGGLED),
        Map.entry("chunk size that is none", post("g\r\n\r\n0\r\n\r\n" + SMUGGLED, chunked)),
        Map.entry("negative chunk size", post("-1\r\n\r\n0\r\n\r\n" + SMUGGLED, chunked)),
        Map.entry(
            "chunk size that overflows 64 bits",
            post("10000000000000005\r\nabcde\r\n0\r\n\r\n" + SMUGGLED, chunked)),
        Map.entry(
            "chunk longer than its size", post("3\r\nabcde\r\n0\r\n\r\n" + SMUGGLED, chunked)),
        Map.entry("chunk ended by a line feed", post("5\nabcde\n0\n\n" + SMUGGLED, chunked)),
        Map.entry(
            "chunk extension with a line feed",
            post("5;a\nabcde\r\n0\r\n\r\n" + SMUGGLED, chunked)),
        Map.entry(
            "endless chunk extension",
            post("5;" + "a".repeat(100_000) + "\r\nabcde\r\n0\r\n\r\n" + SMUGGLED, chunked)),
        Map.entry(
            "endless line",
            "GET /" + "a".repeat(100_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n" + SMUGGLED),
        Map.entry("endless header", get("X-A: " + "b".repeat(100_000)) + SMUGGLED),
        Map.entry("endless headers", get("X: y\r\n".repeat(20_000).strip()) + SMUGGLED));
  }

  @ParameterizedTest
  @MethodSource("ambiguous")
  void whatCanBeReadInTwoWaysEndsTheConnection(Map.Entry<String, String> vector)
      throws IOException {
    var exchange = RawHttp.send(server.port(), vector.getValue());
    assertThat(handled).as(exchange.text()).doesNotContain("/smuggled");
    assertThat(exchange.isClosed()).as(exchange.text()).isTrue();
    assertThat(exchange.text()).startsWith("HTTP/1.1 ").doesNotContain("200 OK");
    assertThat(exchange.status()).isBetween(400, 505);
  }

  /// What is well-formed, however unusual, is read as it is meant: the request behind it is one.
  static Stream<Map.Entry<String, String>> plain() {
    String chunked = "Transfer-Encoding: chunked";
    return Stream.of(
        Map.entry("/post ", post("", "Content-Length: 0")),
        Map.entry("/post abcde", post("abcde", "Content-Length: 5")),
        Map.entry("/post abcde", post("abcde", "content-length:   5  ")),
        Map.entry("/post abcde", post("abcde", "Content-Length: 00005")),
        Map.entry("/post abcde", post("5\r\nabcde\r\n0\r\n\r\n", chunked)),
        Map.entry("/post abcde", post("5;x=y\r\nabcde\r\n0\r\n\r\n", chunked)),
        Map.entry("/post abcde", post("5\r\nabcde\r\n0\r\nX-Trailer: a\r\n\r\n", chunked)),
        Map.entry("/post abcde", post("0005\r\nabcde\r\n0\r\n\r\n", "Transfer-Encoding: CHUNKED")),
        Map.entry("/", get("X-A: b")));
  }

  @ParameterizedTest
  @MethodSource("plain")
  void whatIsWellFormedIsReadAsItIsMeant(Map.Entry<String, String> request) throws IOException {
    String next = request("GET /smuggled HTTP/1.1", "Host: localhost", "Connection: close");
    var exchange = RawHttp.send(server.port(), request.getValue() + next);
    assertThat(handled).as(exchange.text()).containsExactly(request.getKey(), "/smuggled");
  }

  @Test
  void aRouteThatLeavesItsBodyAloneDoesNotMakeItARequest() throws IOException {
    var body = SMUGGLED;
    RawHttp.send(
        server.port(), get("Content-Length: " + body.length(), "Connection: close") + body);
    RawHttp.send(
        server.port(),
        request("POST /nothing HTTP/1.1", "Host: localhost", "Content-Length: " + body.length())
            + body,
        500);
    assertThat(handled).containsExactly("/");
  }

  @Test
  void noUpgradeTakesAConnectionPastAProxy() throws IOException {
    var answer =
        RawHttp.send(
            server.port(),
            get(
                "Connection: Upgrade, HTTP2-Settings, close",
                "Upgrade: h2c",
                "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(handled).containsExactly("/");
    var socket =
        RawHttp.send(
            server.port(), get("Connection: Upgrade", "Upgrade: websocket", "Connection: close"));
    assertThat(socket.text()).doesNotContain(" 101 ");
  }

  /// HTTP/2 begins a connection or does not begin at all.
  @Test
  void doesNotBeginWithHttp2BehindARequest() throws IOException {
    String beginning = request("PRI * HTTP/2.0", "SM").replace("\r\nSM", "\r\n\r\nSM");
    var exchange = RawHttp.send(server.port(), get() + beginning);
    assertThat(handled).containsExactly("/");
    assertThat(exchange.text()).contains("ok\n").doesNotContain("\u0000\u0004\u0000");
    assertThat(exchange.isClosed()).isTrue();
  }
}
