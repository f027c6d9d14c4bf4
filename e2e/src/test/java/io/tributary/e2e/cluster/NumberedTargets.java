package io.tributary.e2e.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tributary.base.time.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Targets whose series tell which request they are of: `load{n="…"}`, as many as the target has,
/// and `shape{v="…"}`, which is another series every few seconds. All have the number of the
/// request as their value, so that what two nodes scraped at the same moment differs.
///
/// The first target has three tenths of all series.
final class NumberedTargets implements AutoCloseable {
  /// How long a series `shape` lives.
  static final long SHAPE_MS = 10_000;

  private static final double BIG_RATIO = 0.3;

  /// Lines as long as they usually are.
  private static final String LONG = "x".repeat(80);

  private final Clock clock = Clock.system();
  private final HttpServer server;
  private final AtomicIntegerArray requests;
  private final int rows;
  private final boolean isSteady;

  /// When it began to answer the same again and again; 0 while it does not.
  private volatile long heldMs;

  /// @param rows how many series `load` all but the first one have
  /// @param isSteady one value and one shape for ever, for nodes that are to scrape the same
  NumberedTargets(String address, int count, int rows, boolean isSteady) throws IOException {
    this.rows = rows;
    this.isSteady = isSteady;
    requests = new AtomicIntegerArray(count);
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), 0), 256);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  int count() {
    return requests.length();
  }

  /// How many series `load` a target has.
  int rows(int target) {
    return target == 0
        ? (int) Math.round(rows * (count() - 1) * BIG_RATIO / (1 - BIG_RATIO))
        : rows;
  }

  /// How many all of them have.
  int rows() {
    return rows(0) + rows * (count() - 1);
  }

  private String address() {
    var at = server.getAddress();
    return at.getAddress().getHostAddress() + ":" + at.getPort();
  }

  /// As the `targets` of a `prometheus.scrape`.
  String river() {
    var text = new StringBuilder();
    for (int target = 0; target < count(); target++) {
      text.append(
          "    {\"__address__\" = \"%s\", \"__metrics_path__\" = \"/%d\", \"target\" = \"%d\"},\n"
              .formatted(address(), target, target));
    }
    return text.toString();
  }

  /// The same as an inventory tells it to who discovers over HTTP.
  String json() {
    return IntStream.range(0, count())
        .mapToObj(target ->
            "{\"targets\": [\"%s\"], \"labels\": {\"__metrics_path__\": \"/%d\", \"target\": \"%d\"}}"
                .formatted(address(), target, target))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /// Answers what it answered last, while several nodes may scrape the same, until [#go].
  void hold() {
    heldMs = clock.wallMs();
  }

  void go() {
    heldMs = 0;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      int target = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
      byte[] page = page(target).getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
      exchange.sendResponseHeaders(200, page.length);
      exchange.getResponseBody().write(page);
    }
  }

  private String page(int target) {
    long ms = heldMs;
    boolean isHeld = ms != 0;
    int number = isSteady ? 1 : isHeld ? requests.get(target) : requests.incrementAndGet(target);
    long shape = isSteady ? 0 : ((isHeld ? ms : clock.wallMs()) + target * 977L) / SHAPE_MS;
    var text = new StringBuilder("# TYPE load gauge\n");
    for (int n = 0; n < rows(target); n++) {
      text.append("load{long=\"").append(LONG).append("\",n=\"").append(n).append("\"} ");
      text.append(number).append('\n');
    }
    return text.append("# TYPE shape gauge\nshape{v=\"%d\"} %d\n".formatted(shape, number))
        .toString();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
