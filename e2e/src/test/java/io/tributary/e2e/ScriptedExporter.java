package io.tributary.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/// Serves pages that a test wrote, each path one page after the other, and remembers how it was
/// asked. The last page of a path stays.
final class ScriptedExporter implements AutoCloseable {
  static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  /// One answer; without a Content-Type, or with one and whatever other `headers` it needs.
  record Page(int status, SortedMap<String, String> headers, byte[] body) {
    static Page of(String contentType, String body) {
      return of(contentType, body.getBytes(UTF_8));
    }

    static Page of(String contentType, byte[] body) {
      return new Page(200, new TreeMap<>(Map.of("Content-Type", contentType)), body);
    }

    static Page bare(String body) {
      return new Page(200, new TreeMap<>(), body.getBytes(UTF_8));
    }

    Page status(int other) {
      return new Page(other, headers, body);
    }

    Page header(String name, String value) {
      var more = new TreeMap<>(headers);
      more.put(name, value);
      return new Page(status, more, body);
    }
  }

  private record Script(IntFunction<Page> pages, AtomicInteger served) {}

  private final HttpServer server;
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final Map<String, SortedMap<String, String>> requests = new ConcurrentHashMap<>();

  ScriptedExporter() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.put(path, asked(exchange));
    Script script = scripts.get(path);
    if (script == null) {
      exchange.sendResponseHeaders(404, -1);
    } else {
      Page page = script.pages.apply(script.served.getAndIncrement());
      page.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(
          page.status(), page.body().length == 0 ? -1 : page.body().length);
      exchange.getResponseBody().write(page.body());
    }
    exchange.close();
  }

  private static SortedMap<String, String> asked(HttpExchange exchange) {
    var asked = new TreeMap<String, String>();
    exchange.getRequestHeaders().forEach((name, values) -> asked.put(name, values.toString()));
    asked.put(
        "",
        exchange.getRequestMethod() + " " + String.valueOf(exchange.getRequestURI().getQuery()));
    return asked;
  }

  void serve(String path, List<Page> pages) {
    var all = List.copyOf(pages);
    serve(path, number -> all.get(Math.min(number, all.size() - 1)));
  }

  /// Serves the page that `pages` gives for the number of the request, from 0.
  void serve(String path, IntFunction<Page> pages) {
    scripts.put(path, new Script(pages, new AtomicInteger()));
  }

  /// Headers of the last request for this path; under the empty name its method and query.
  SortedMap<String, String> lastRequest(String path) {
    return requests.getOrDefault(path, new TreeMap<>());
  }

  /// How many requests for this path were answered since it was last told what to serve.
  int requestCount(String path) {
    Script script = scripts.get(path);
    return script == null ? 0 : script.served.get();
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
