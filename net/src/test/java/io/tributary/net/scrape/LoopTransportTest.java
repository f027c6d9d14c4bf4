package io.tributary.net.scrape;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.memory.MemoryBudget;
import io.tributary.base.secret.SecretSource;
import io.tributary.base.time.Clock;
import io.tributary.net.client.Authorization;
import io.tributary.net.client.HttpClientOptions;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.HttpClients;
import io.tributary.net.http.RawServer;
import io.tributary.net.scrape.ScrapeFailure.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoopTransportTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final HttpClients clients = new HttpClients(Clock.system());
  private SelectorLoop loop;
  private LoopTransport transport;
  @TempDir Path folder;

  @BeforeEach
  void start() throws IOException {
    loop = SelectorLoop.start("test-loop", Clock.system());
    transport = open(HttpClientSettings.DEFAULTS);
  }

  @AfterEach
  void stop() {
    loop.close();
    transport.close();
    clients.close();
  }

  private LoopTransport open(HttpClientSettings settings) throws IOException {
    return LoopTransport.open(clients, settings, HttpClientOptions.named("test", "test/1"));
  }

  /// What a listener heard: a page or a failure.
  private record Heard(
      @Nullable String page, @Nullable String type, int wire, ScrapeFailure failure) {}

  private static final ScrapeFailure NONE = new ScrapeFailure(Kind.CLOSED, "");

  private final class Target implements ScrapeListener {
    final ScrapeChannel channel;
    final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    boolean isInFetch;

    Target(ScrapeTransport transport, ScrapeEndpoint endpoint) {
      channel = transport.channel(loop, endpoint);
    }

    Heard fetch(Duration timeout) throws InterruptedException {
      return fetch(timeout, () -> {});
    }

    /// As [#fetch(Duration)], and then keeps the loop busy with `next`.
    Heard fetch(Duration timeout, Runnable next) throws InterruptedException {
      loop.execute(() -> {
        isInFetch = true;
        channel.fetch(timeout.toNanos(), this);
        isInFetch = false;
        next.run();
      });
      var answer = heard.poll(20, TimeUnit.SECONDS);
      if (answer == null) throw new AssertionError("no answer");
      return answer;
    }

    @Override
    public void onBody(byte[] body, int length, @Nullable String contentType, int wireBytes) {
      assertThat(isInFetch).isFalse();
      assertThat(body.length).isGreaterThanOrEqualTo(length + PADDING);
      heard.add(new Heard(new String(body, 0, length, ISO_8859_1), contentType, wireBytes, NONE));
    }

    @Override
    public void onFailure(ScrapeFailure failure) {
      assertThat(isInFetch).isFalse();
      heard.add(new Heard(null, null, 0, failure));
    }
  }

  private Target target(RawServer server) {
    return target(server, 0);
  }

  private Target target(RawServer server, long limit) {
    return new Target(transport, endpoint(server.url("/metrics?a=b"), limit));
  }

  private static ScrapeEndpoint endpoint(String url, long limit) {
    return new ScrapeEndpoint(
        URI.create(url), null, List.of(new ScrapeEndpoint.Header("Accept", "*/*")), limit);
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  private static String ok(String headers, String body) {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n" + headers + "\r\n" + body;
  }

  private static RawServer.Script always(String answer) {
    return with -> {
      while (true) {
        with.readHead();
        with.send(answer);
      }
    };
  }

  @Test
  void fetchesOverOneConnectionAgainAndAgain() throws Exception {
    try (var server = new RawServer(always(ok("Content-Length: 5\r\n", "a 1\n\n")))) {
      var target = target(server);
      for (int i = 0; i < 5; i++) {
        var heard = target.fetch(PATIENCE);
        assertThat(heard.page).isEqualTo("a 1\n\n");
        assertThat(heard.type).isEqualTo("text/plain");
        assertThat(heard.wire).isEqualTo(5);
      }
      assertThat(server.accepted()).isEqualTo(1);
      assertThat(server.requests().getFirst())
          .isEqualTo(
              "GET /metrics?a=b HTTP/1.1\r\nHost: 127.0.0.1:"
                  + server.port()
                  + "\r\nAccept: */*\r\n\r\n");
    }
  }

  @Test
  void readsChunksHoweverTheyAreCut() throws Exception {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var page = new StringBuilder();
    while (page.length() < 300_000)
      page.append("metric_").append(random.nextInt(999)).append(" 1\n");
    var wire = new StringBuilder(ok("Transfer-Encoding: chunked\r\n", ""));
    for (int at = 0; at < page.length(); ) {
      int size =
          Math.min(1 + random.nextInt(random.nextInt(50) == 0 ? 9 : 20_000), page.length() - at);
      wire.append(Integer.toHexString(size))
          .append(random.nextBoolean() ? "" : ";x=y")
          .append("\r\n");
      wire.append(page, at, at + size).append("\r\n");
      at += size;
    }
    wire.append("0\r\nTrailer: x\r\n\r\n");
    var bytes = wire.toString().getBytes(ISO_8859_1);
    try (var server =
        new RawServer(with -> {
          while (true) {
            with.readHead();
            for (int at = 0; at < bytes.length; ) {
              int size = Math.min(1 + random.nextInt(9000), bytes.length - at);
              with.send(java.util.Arrays.copyOfRange(bytes, at, at + size));
              at += size;
            }
          }
        })) {
      var target = target(server);
      for (int i = 0; i < 3; i++) {
        assertThat(target.fetch(PATIENCE).page).as("seed %d", seed).isEqualTo(page.toString());
      }
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @Test
  void decodesGzip() throws Exception {
    var page = "up 1\n".repeat(40_000);
    var body = gzip(page.getBytes(ISO_8859_1));
    var head = ok("Content-Encoding: gzip\r\nContent-Length: " + body.length + "\r\n", "");
    try (var server =
        new RawServer(with -> {
          while (true) {
            with.readHead();
            with.send(head);
            with.send(body);
          }
        })) {
      var target = target(server);
      for (int i = 0; i < 3; i++) {
        var heard = target.fetch(PATIENCE);
        assertThat(heard.page).isEqualTo(page);
        assertThat(heard.wire).isEqualTo(body.length);
      }
    }
  }

  @Test
  void readsABodyThatEndsWithTheConnection() throws Exception {
    try (var server =
        new RawServer(with -> {
          with.readHead();
          with.send("HTTP/1.0 200 OK\r\n\r\nx 1\n");
        })) {
      var target = target(server);
      assertThat(target.fetch(PATIENCE).page).isEqualTo("x 1\n");
      assertThat(target.fetch(PATIENCE).type).isNull();
      assertThat(server.accepted()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"99, false", "100, false", "101, true"})
  void failsABodyThatReachesTheLimit(long limit, boolean fits) throws Exception {
    var body = "x".repeat(100);
    var zipped = gzip(body.getBytes(ISO_8859_1));
    var answers =
        List.of(
            ok("Content-Length: 100\r\n", body),
            ok("Transfer-Encoding: chunked\r\n", "64\r\n" + body + "\r\n0\r\n\r\n"),
            ok("Connection: close\r\n", body),
            ok(
                "Content-Encoding: gzip\r\nContent-Length: " + zipped.length + "\r\n",
                new String(zipped, ISO_8859_1)));
    for (var answer : answers) {
      try (var server =
          new RawServer(with -> {
            with.readHead();
            with.send(answer);
          })) {
        var heard = target(server, limit).fetch(PATIENCE);
        if (fits) assertThat(heard.page).isEqualTo(body);
        else assertThat(heard.failure.kind()).isEqualTo(Kind.BODY_SIZE);
      }
    }
  }

  @Test
  void stopsAnEndlessBodyAtTheLimit() throws Exception {
    try (var server =
        new RawServer(with -> {
          with.readHead();
          with.send(ok("", ""));
          while (true) with.send(new byte[64 << 10]);
        })) {
      assertThat(target(server, 1 << 20).fetch(PATIENCE).failure.kind()).isEqualTo(Kind.BODY_SIZE);
    }
  }

  @Test
  void stopsABombAtTheLimit() throws Exception {
    var bomb = gzip(new byte[64 << 20]);
    var head = ok("Content-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n", "");
    try (var server =
        new RawServer(with -> {
          with.readHead();
          with.send(head);
          with.send(bomb);
        })) {
      assertThat(target(server, 1 << 20).fetch(PATIENCE).failure.kind()).isEqualTo(Kind.BODY_SIZE);
    }
  }

  @Test
  void decodesALargePageBesideTheLoopWithinTheLimit() throws Exception {
    var page = "a_metric 1\n".repeat(600_000).getBytes(ISO_8859_1);
    var zipped = gzip(page);
    var head = ok("Content-Encoding: gzip\r\nContent-Length: " + zipped.length + "\r\n", "");
    try (var server =
        new RawServer(with -> {
          while (true) {
            with.readHead();
            with.send(head);
            with.send(zipped);
          }
        })) {
      var whole = target(server, 0);
      // Once without and once with a notion of how large it is.
      for (int i = 0; i < 2; i++) {
        assertThat(whole.fetch(PATIENCE).page).isEqualTo(new String(page, ISO_8859_1));
      }
      assertThat(target(server, page.length).fetch(PATIENCE).failure.kind())
          .isEqualTo(Kind.BODY_SIZE);
      assertThat(server.accepted()).isEqualTo(2);
    }
    assertThat(bodiesAtRest(loop)).isZero();
  }

  @Test
  void whoHoldsMostMemoryForLongestGivesWay() throws Exception {
    var memory = new MemoryBudget(3 << 20);
    try (var small = SelectorLoop.start("small", Clock.system(), memory);
        var hoarder =
            new RawServer(with -> {
              with.readHead();
              with.send(ok("", ""));
              with.send(new byte[1 << 20]);
              with.untilClosed();
            });
        var healthy =
            new RawServer(with -> {
              with.readHead();
              var body = "x".repeat(1_500_000);
              with.send(ok("Content-Length: " + body.length() + "\r\n", body));
            })) {
      var failures = new LinkedBlockingQueue<ScrapeFailure>();
      var slow = transport.channel(small, endpoint(hoarder.url("/"), 0));
      small.execute(() -> slow.fetch(PATIENCE.toNanos(), hears(failures::add, _ -> {})));
      while (memory.usedBytes() < 1 << 20) Thread.onSpinWait();

      var pages = new LinkedBlockingQueue<Integer>();
      var fast = transport.channel(small, endpoint(healthy.url("/"), 0));
      small.execute(() -> fast.fetch(PATIENCE.toNanos(), hears(failures::add, pages::add)));

      assertThat(pages.poll(20, TimeUnit.SECONDS)).isEqualTo(1_500_000);
      var failure = failures.poll(20, TimeUnit.SECONDS);
      assertThat(failure.kind()).isEqualTo(Kind.MEMORY);
      assertThat(failure.message())
          .isEqualTo("not enough memory for the body: all bodies together may have 3MiB");
      assertThat(failures).isEmpty();
      assertThat(bodiesAtRest(small)).isZero();
    }
  }

  private static ScrapeListener hears(Consumer<ScrapeFailure> failures, Consumer<Integer> pages) {
    return new ScrapeListener() {
      @Override
      public void onBody(byte[] body, int length, @Nullable String type, int wireBytes) {
        pages.accept(length);
      }

      @Override
      public void onFailure(ScrapeFailure failure) {
        failures.accept(failure);
      }
    };
  }

  /// Memory of bodies once the loop has done what it has to do.
  private static long bodiesAtRest(SelectorLoop loop) throws InterruptedException {
    var used = new LinkedBlockingQueue<Long>();
    loop.execute(() -> used.add(loop.bodies().usedBytes()));
    return used.take();
  }

  @Test
  void aLargePageBehindARedirectIsFetchedInGrowingRooms() throws Exception {
    var body = "x".repeat(3 << 20);
    try (var server =
        new RawServer(with -> {
          while (true) {
            var head = with.readHead();
            if (head.startsWith("GET /metrics")) {
              with.send("HTTP/1.1 302 Found\r\nLocation: /plain\r\nContent-Length: 0\r\n\r\n");
            } else {
              with.send(
                  ok("Transfer-Encoding: chunked\r\n", "300000\r\n" + body + "\r\n0\r\n\r\n"));
            }
          }
        })) {
      var target = target(server);
      assertThat(target.fetch(PATIENCE).page).isEqualTo(body);
      int first = server.requests().size();
      assertThat(target.fetch(PATIENCE).page).isEqualTo(body);
      // Now it is known how large the page is.
      assertThat(server.requests()).hasSize(first + 2);
      assertThat(target(server, 3 << 20).fetch(PATIENCE).failure.kind()).isEqualTo(Kind.BODY_SIZE);
      assertThat(target(server, (3 << 20) + 1).fetch(PATIENCE).page).isEqualTo(body);
    }
    assertThat(bodiesAtRest(loop)).isZero();
  }

  @Test
  void anAnswerThatCameInTimeIsInTimeHoweverBusyTheLoopWas() throws Exception {
    var sent = new java.util.concurrent.Semaphore(0);
    try (var server =
        new RawServer(with -> {
          while (true) {
            with.readHead();
            with.send(ok("Content-Length: 5\r\n", "a 1 \n"));
            sent.release();
          }
        })) {
      var target = target(server);
      assertThat(target.fetch(PATIENCE).page).isEqualTo("a 1 \n");
      sent.acquire();

      var timeout = Duration.ofMillis(200);
      Runnable busy =
          () -> {
            sent.acquireUninterruptibly();
            long late = loop.nanoTime() + 2 * timeout.toNanos();
            while (loop.nanoTime() < late) Thread.onSpinWait();
          };
      assertThat(target.fetch(timeout, busy).page).isEqualTo("a 1 \n");
    }
  }

  @Test
  void doesNotReserveWhatAnAnswerOnlyAnnounces() throws Exception {
    try (var server =
        new RawServer(with -> {
          with.readHead();
          with.send(ok("Content-Length: 50000000\r\n", "a"));
        })) {
      assertThat(target(server).fetch(PATIENCE).failure.kind()).isEqualTo(Kind.CLOSED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.9\r\n\r\n",
        "HTTP/2.0 200 OK\r\n\r\n",
        "HTTP/1.1 2x0 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nname : space\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxx\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n"
      })
  void refusesWhatIsNotHttp(String answer) throws Exception {
    try (var server =
        new RawServer(with -> {
          with.readHead();
          with.send(answer);
          with.untilClosed();
        })) {
      var failure = target(server).fetch(PATIENCE).failure;
      assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
      assertThat(failure.message()).startsWith("cannot get " + server.url("/metrics") + ": ");
    }
  }

  @Test
  void refusesAHeadOfAHundredThousandHeaders() throws Exception {
    try (var server =
        new RawServer(with -> {
          with.readHead();
          with.send("HTTP/1.1 200 OK\r\n");
          for (int i = 0; i < 100; i++) with.send("A: b\r\n".repeat(1000));
          with.send("\r\n");
          with.untilClosed();
        })) {
      assertThat(target(server).fetch(PATIENCE).failure.message())
          .contains("HTTP head larger than");
    }
  }

  @Test
  void skipsInterimAnswers() throws Exception {
    var answer = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\n";
    try (var server = new RawServer(always(answer + ok("Content-Length: 1\r\n", "x")))) {
      assertThat(target(server).fetch(PATIENCE).page).isEqualTo("x");
    }
  }

  @Test
  void readsAHeadThatArrivesByteByByte() throws Exception {
    var answer = ok("Content-Length: 2\r\n", "ok").getBytes(ISO_8859_1);
    try (var server =
        new RawServer(with -> {
          with.socket().setTcpNoDelay(true);
          with.readHead();
          for (byte b : answer) with.send(new byte[] {b});
          with.untilClosed();
        })) {
      assertThat(target(server).fetch(PATIENCE).page).isEqualTo("ok");
    }
  }

  @Test
  void endsASlowDripAtTheDeadline() throws Exception {
    try (var server =
        new RawServer(with -> {
          with.readHead();
          with.send(ok("Content-Length: 1000\r\n", ""));
          while (true) {
            with.send("x");
            Clock.system().sleepUntil(Clock.system().nanos() + 10_000_000);
          }
        })) {
      var failure = target(server).fetch(SHORT).failure;
      assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(failure.message())
          .endsWith("context deadline exceeded (0.3s) while reading the body");
    }
  }

  @Test
  void endsASilenceAtTheDeadlineAndRecovers() throws Exception {
    var first = new java.util.concurrent.atomic.AtomicBoolean(true);
    try (var server =
        new RawServer(with -> {
          with.readHead();
          if (first.getAndSet(false)) with.untilClosed();
          with.send(ok("Content-Length: 1\r\n", "x"));
        })) {
      var target = target(server);
      assertThat(target.fetch(SHORT).failure.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(target.fetch(PATIENCE).page).isEqualTo("x");
    }
  }

  @Test
  void reportsAResetInTheMiddleOfABody() throws Exception {
    try (var server =
        new RawServer(with -> {
          with.readHead();
          with.send(ok("Content-Length: 1000\r\n", "x"));
          with.reset();
        })) {
      assertThat(target(server).fetch(PATIENCE).failure.kind()).isEqualTo(Kind.CLOSED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 10\r\n\r\nshort",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nab",
        "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
        "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n"
      })
  void neverTakesACutBodyForAWholeOne(String rest) throws Exception {
    try (var server =
        new RawServer(with -> {
          with.readHead();
          with.send("HTTP/1.1 200 OK\r\n" + rest);
        })) {
      assertThat(target(server).fetch(PATIENCE).failure.kind()).isEqualTo(Kind.CLOSED);
    }
  }

  @Test
  void triesAgainWhenTheServerGaveUpTheIdleConnection() throws Exception {
    try (var server =
        new RawServer(with -> {
          with.readHead();
          with.send(ok("Content-Length: 1\r\n", "x"));
          // The second request meets a reset.
          with.readHead();
          with.reset();
        })) {
      var target = target(server);
      assertThat(target.fetch(PATIENCE).page).isEqualTo("x");
      assertThat(target.fetch(PATIENCE).page).isEqualTo("x");
      assertThat(server.accepted()).isEqualTo(2);
    }
  }

  @Test
  void doesNotUseAConnectionAgainThatSaidTooMuch() throws Exception {
    var answer = ok("Content-Length: 1\r\n", "x") + ok("Content-Length: 6\r\n", "poison");
    try (var server =
        new RawServer(with -> {
          with.readHead();
          with.send(answer);
          with.untilClosed();
        })) {
      var target = target(server);
      assertThat(target.fetch(PATIENCE).page).isEqualTo("x");
      assertThat(target.fetch(PATIENCE).page).isEqualTo("x");
      assertThat(server.accepted()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "404 Not Found, server returned HTTP status 404 Not Found",
    "204 No Content, server returned HTTP status 204 No Content",
    "302 Found, server returned HTTP status 302 Found"
  })
  void failsEveryStatusButOk(String status, String message) throws Exception {
    try (var server =
        new RawServer(always("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n"))) {
      var target = target(server);
      var failure = target.fetch(PATIENCE).failure;
      assertThat(failure.kind()).isEqualTo(Kind.STATUS);
      assertThat(failure.message()).isEqualTo(message);
      assertThat(target.fetch(PATIENCE).failure.message()).isEqualTo(message);
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @Test
  void followsARedirect() throws Exception {
    try (var real = new RawServer(always(ok("Content-Length: 4\r\n", "here")));
        var server =
            new RawServer(
                always(
                    "HTTP/1.1 302 Found\r\nLocation: "
                        + real.url("/x")
                        + "\r\nContent-Length: 0\r\n\r\n"))) {
      var target = target(server);
      assertThat(target.fetch(PATIENCE).page).isEqualTo("here");
      assertThat(target.fetch(PATIENCE).page).isEqualTo("here");
    }
  }

  @Test
  void namesARefusedConnection() throws Exception {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    var target = new Target(transport, endpoint("http://127.0.0.1:" + port + "/metrics", 0));
    var failure = target.fetch(PATIENCE).failure;
    assertThat(failure.kind()).isEqualTo(Kind.CONNECT);
    assertThat(failure.message()).contains("refused");
  }

  @Test
  void namesAnUnknownHost() throws Exception {
    var target = new Target(transport, endpoint("http://nowhere.invalid/metrics", 0));
    assertThat(target.fetch(PATIENCE).failure.message()).contains("no such host: nowhere.invalid");
  }

  @Test
  void triesEveryAddressOfAName() throws Exception {
    try (var server = new RawServer(always(ok("Content-Length: 1\r\n", "x")))) {
      var options =
          HttpClientOptions.named("test", "t")
              .withResolver(host ->
                  List.of(
                      InetAddress.getByAddress(new byte[] {127, 0, 0, 9}),
                      InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
      try (var spread = LoopTransport.open(clients, HttpClientSettings.DEFAULTS, options)) {
        var target = new Target(spread, endpoint("http://many.test:" + server.port() + "/", 0));
        assertThat(target.fetch(PATIENCE).page).isEqualTo("x");
      }
    }
  }

  @Test
  void scrapesAHostThatIsNoHostName() throws Exception {
    try (var server = new RawServer(always(ok("Content-Length: 1\r\n", "x")))) {
      var options =
          HttpClientOptions.named("test", "t")
              .withResolver(host ->
                  host.equals("node_exporter")
                      ? List.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))
                      : List.of());
      try (var composed = LoopTransport.open(clients, HttpClientSettings.DEFAULTS, options)) {
        var url = "http://node_exporter:" + server.port() + "/metrics";
        assertThat(new Target(composed, endpoint(url, 0)).fetch(PATIENCE).page).isEqualTo("x");
        assertThat(server.requests().getFirst())
            .contains("Host: node_exporter:" + server.port() + "\r\n");
      }
    }
  }

  @Test
  void sendsCredentialsThatAreReadAgain() throws Exception {
    var token = folder.resolve("token");
    Files.writeString(token, "first\n");
    var settings =
        HttpClientSettings.DEFAULTS.withAuthorization(
            new Authorization("Bearer", SecretSource.ofFile(token)));
    try (var server = new RawServer(always(ok("Content-Length: 1\r\n", "x")));
        var secured = open(settings)) {
      var target = new Target(secured, endpoint(server.url("/"), 0));
      assertThat(target.fetch(PATIENCE).page).isEqualTo("x");
      Files.writeString(token, "second");
      Clock.system().sleepUntil(Clock.system().nanos() + 150_000_000);
      assertThat(target.fetch(PATIENCE).page).isEqualTo("x");
      Files.writeString(token, "bad\nvalue");
      Clock.system().sleepUntil(Clock.system().nanos() + 150_000_000);
      assertThat(target.fetch(PATIENCE).failure.kind()).isEqualTo(Kind.CREDENTIALS);
      assertThat(server.requests().get(0)).contains("Authorization: Bearer first\r\n");
      assertThat(server.requests().get(1)).contains("Authorization: Bearer second\r\n");
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @Test
  void dialsAUnixSocket() throws Exception {
    var path = Path.of("/tmp").resolve("tributary-" + ProcessHandle.current().pid() + ".sock");
    Files.deleteIfExists(path);
    try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(path));
      Thread.ofVirtual()
          .start(() -> {
            try (var socket = listener.accept()) {
              socket.read(ByteBuffer.allocate(4096));
              socket.write(ByteBuffer.wrap(ok("Content-Length: 1\r\n", "u").getBytes(ISO_8859_1)));
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
      var endpoint = new ScrapeEndpoint(URI.create("http://any.host/metrics"), path, List.of(), 0);
      assertThat(new Target(transport, endpoint).fetch(PATIENCE).page).isEqualTo("u");
    } finally {
      Files.deleteIfExists(path);
    }
  }

  @Test
  void servesManyTargetsAtOnceWhileSomeMisbehave() throws Exception {
    var page = "m 1\n".repeat(20_000);
    try (var good = new RawServer(always(ok("Content-Length: " + page.length() + "\r\n", page)));
        var silent = new RawServer(with -> with.untilClosed())) {
      var slow = new ArrayList<Target>();
      for (int i = 0; i < 20; i++) slow.add(target(silent));
      for (var target : slow) {
        loop.execute(() -> target.channel.fetch(PATIENCE.toNanos(), target));
      }
      var targets = new ArrayList<Target>();
      for (int i = 0; i < 50; i++) targets.add(target(good));
      for (var target : targets) {
        loop.execute(() -> target.channel.fetch(PATIENCE.toNanos(), target));
      }
      for (var target : targets) {
        var heard = target.heard.poll(10, TimeUnit.SECONDS);
        assertThat(heard).isNotNull();
        assertThat(heard.page).isEqualTo(page);
      }
    }
  }
}
