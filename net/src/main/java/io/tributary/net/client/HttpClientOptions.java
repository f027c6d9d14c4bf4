package io.tributary.net.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a client needs to know that no configuration block says.
///
/// `name` stands in thread names and metrics. `userAgent` is sent unless a call has its own.
/// `unixSocket` is dialled instead of any address.
public record HttpClientOptions(
    String name,
    String userAgent,
    Resolver resolver,
    @Nullable Path unixSocket,
    Duration idleTimeout) {

  public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(5);

  public static HttpClientOptions named(String name, String userAgent) {
    return new HttpClientOptions(name, userAgent, Resolver.SYSTEM, null, DEFAULT_IDLE_TIMEOUT);
  }

  public HttpClientOptions withResolver(Resolver newResolver) {
    return new HttpClientOptions(name, userAgent, newResolver, unixSocket, idleTimeout);
  }

  public HttpClientOptions withUnixSocket(Path socket) {
    return new HttpClientOptions(name, userAgent, resolver, socket, idleTimeout);
  }

  /// Turns a host into addresses, tried in the order in which they are returned. May block.
  @FunctionalInterface
  public interface Resolver {
    Resolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    List<InetAddress> resolve(String host) throws UnknownHostException;
  }
}
