package io.tributary.agent.security;

import io.tributary.base.time.Clock;
import io.tributary.net.server.HttpServer;
import io.tributary.net.server.HttpServerSettings;
import io.tributary.net.server.Request;
import io.tributary.net.server.Response;
import io.tributary.net.server.Routes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// A peer without tact: answers `/STATUS/...` with that status, and with everything that it was
/// sent, headers and body.
final class EchoServer implements AutoCloseable {
  private static final int MAX_BODY = 1 << 20;

  private final HttpServer server;

  EchoServer() throws IOException {
    var routes = new Routes();
    for (String method : java.util.List.of("GET", "POST")) {
      routes.add(method, "/:status/*", EchoServer::echo);
    }
    server =
        HttpServer.start(
            HttpServerSettings.on("127.0.0.1:0"), routes, (_, _, _, _, _) -> {}, Clock.system());
  }

  private static Response echo(Request request) throws IOException {
    var text = new StringBuilder();
    for (var header : request.headers()) {
      text.append(header.name()).append('=').append(header.value()).append(' ');
    }
    text.append(request.query()).append(' ');
    text.append(new String(request.body(MAX_BODY), StandardCharsets.ISO_8859_1));
    return Response.text(
        Integer.parseInt(request.segments().getOrDefault("status", "500")), text + "\n");
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
  }
}
