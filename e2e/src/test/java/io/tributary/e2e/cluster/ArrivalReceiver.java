package io.tributary.e2e.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tributary.testkit.remotewrite.RequestDecoder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Executors;

/// Takes remote write for as long as a run lasts, and keeps no more of it than [Arrivals] does.
final class ArrivalReceiver implements AutoCloseable {
  private final Arrivals arrivals = new Arrivals();
  private final HttpServer server;

  ArrivalReceiver(String address) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), 0), 256);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/write", this::handle);
    server.start();
  }

  Arrivals arrivals() {
    return arrivals;
  }

  String url() {
    var at = server.getAddress();
    return "http://" + at.getAddress().getHostAddress() + ":" + at.getPort() + "/write";
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = new TreeMap<String, String>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getLast()));
      byte[] body = exchange.getRequestBody().readAllBytes();
      arrivals.add(RequestDecoder.decode(headers, body));
      exchange.sendResponseHeaders(204, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
