package io.tributary.metrics.component;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A target on loopback that exposes what the test wrote down, and remembers who asked.
final class TargetServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile String page;
  private volatile int status = 200;

  // Guarded by this.
  private final Set<Integer> connections = new LinkedHashSet<>();
  private final List<HttpExchange> requests = new ArrayList<>();

  TargetServer(String page) throws IOException {
    this.page = page;
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 16);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    synchronized (this) {
      connections.add(exchange.getRemoteAddress().getPort());
      requests.add(exchange);
      notifyAll();
    }
    byte[] body = page.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  void expose(String newPage) {
    page = newPage;
  }

  void answerWith(int newStatus) {
    status = newStatus;
  }

  /// Connections that requests came over.
  synchronized int connections() {
    return connections.size();
  }

  synchronized int requests() {
    return requests.size();
  }

  synchronized HttpExchange lastRequest() {
    return requests.getLast();
  }

  /// Waits for so many more requests; fails after 20 s.
  synchronized void awaitMore(int count) throws InterruptedException {
    int wanted = requests.size() + count;
    long end = System.nanoTime() + 20_000_000_000L;
    while (requests.size() < wanted) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("waited in vain for scrapes, there were " + requests.size());
      }
      wait(left / 1_000_000 + 1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
