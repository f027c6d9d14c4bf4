package io.tributary.metrics.receive.server;

import io.tributary.net.server.HttpServerSettings.Timeouts;
import io.tributary.net.tls.ServerTlsSettings;
import java.time.Duration;

/// How to listen for requests.
///
/// @param address empty for the loopback addresses
/// @param port 0 picks a free one
/// @param connections most connections at a time; 0 is [#MOST_CONNECTIONS]
/// @param timeouts of requests and of connections between them
/// @param grace for requests under way when listening ends
public record ListenSettings(
    String address,
    int port,
    int connections,
    Timeouts timeouts,
    Duration grace,
    ServerTlsSettings tls) {
  /// Each takes a file descriptor.
  public static final int MOST_CONNECTIONS = 4096;

  int mostConnections() {
    return connections == 0 ? MOST_CONNECTIONS : connections;
  }

  String listenAddress() {
    String host = address.isEmpty() ? "127.0.0.1" : address;
    return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
  }

  /// Whether a server that listens so need not listen anew.
  boolean isServedLike(ListenSettings other) {
    return new ListenSettings(address, port, connections, timeouts, grace, other.tls).equals(other);
  }
}
