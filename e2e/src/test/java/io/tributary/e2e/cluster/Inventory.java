package io.tributary.e2e.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tributary.base.time.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/// Targets for who asks for them over HTTP, and when that was. It is its own proxy: what is on the
/// loopback would be another thing on every node, and not be shared.
final class Inventory implements AutoCloseable {
  static final String TARGETS = "discovery.http.inventory.targets";
  static final long REFRESH_MS = 1_000;

  private final Clock clock = Clock.system();
  private final HttpServer server;
  private final byte[] answer;

  // Guarded by itself.
  private final List<Long> askedMs = new ArrayList<>();

  Inventory(String address, NumberedTargets targets) throws IOException {
    answer = targets.json().getBytes(UTF_8);
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), 0), 64);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      synchronized (askedMs) {
        askedMs.add(clock.wallMs());
      }
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  /// When it was asked, from a time on.
  List<Long> askedSince(long ms) {
    synchronized (askedMs) {
      return askedMs.stream().filter(asked -> asked >= ms).toList();
    }
  }

  /// Asks it again and again.
  String river() {
    var at = server.getAddress();
    return """
    discovery.http "inventory" {
      url              = "http://inventory.example/"
      proxy_url        = "http://%s:%d"
      refresh_interval = "%dms"
    }
    """
        .formatted(at.getAddress().getHostAddress(), at.getPort(), REFRESH_MS);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
