package io.tributary.net.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How to listen. Addresses are `host:port`, `:port` or `[v6]:port`; port 0 picks a free one.
///
/// `maxConnections` counts over all listeners; `maxStreams` is of one connection in HTTP/2.
/// `routePrefix` is empty or begins with a slash and ends without one. A listener on a loopback
/// address only answers requests whose Host is one of the loopback names, an address, or one of
/// `allowedHosts` (`*` is any): a web page elsewhere cannot rebind its name to reach it. What
/// changes something is only taken from pages of this server and of `allowedHosts`.
public record HttpServerSettings(
    List<String> listenAddresses,
    String routePrefix,
    int maxConnections,
    Timeouts timeouts,
    List<String> allowedHosts,
    Access access,
    int maxStreams) {
  /// Of one connection in HTTP/2.
  public static final int DEFAULT_STREAMS = 128;

  /// How long things may take.
  ///
  /// @param read for a request to arrive
  /// @param idle between two requests of a connection
  /// @param answer from the head of a request to the end of its answer, in HTTP/1; none is for ever
  public record Timeouts(Duration read, Duration idle, Optional<Duration> answer) {
    public static Timeouts reading(Duration read) {
      return new Timeouts(read, read, Optional.empty());
    }
  }

  /// Where TLS, users, headers and rate limit are configured.
  public sealed interface Access {
    /// The exporter toolkit's file; null without one. Read when the server starts, and then for
    /// every request.
    record File(@Nullable Path path) implements Access {}

    /// Whatever is set while the server runs.
    record Held(WebConfigHolder holder) implements Access {}
  }

  public HttpServerSettings {
    listenAddresses = List.copyOf(listenAddresses);
    allowedHosts = List.copyOf(allowedHosts);
  }

  public HttpServerSettings(
      List<String> listenAddresses,
      String routePrefix,
      int maxConnections,
      Timeouts timeouts,
      List<String> allowedHosts,
      Access access) {
    this(
        listenAddresses,
        routePrefix,
        maxConnections,
        timeouts,
        allowedHosts,
        access,
        DEFAULT_STREAMS);
  }

  public HttpServerSettings(
      List<String> listenAddresses,
      String routePrefix,
      int maxConnections,
      Duration readTimeout,
      @Nullable Path webConfigFile,
      List<String> allowedHosts) {
    this(
        listenAddresses,
        routePrefix,
        maxConnections,
        Timeouts.reading(readTimeout),
        allowedHosts,
        new Access.File(webConfigFile));
  }

  /// The defaults of Prometheus' flags for one address.
  public static HttpServerSettings on(String address) {
    return new HttpServerSettings(
        List.of(address), "", 512, Duration.ofMinutes(5), null, List.of());
  }

  public HttpServerSettings withWebConfigFile(@Nullable Path file) {
    return with(new Access.File(file));
  }

  public HttpServerSettings with(Access other) {
    return new HttpServerSettings(
        listenAddresses, routePrefix, maxConnections, timeouts, allowedHosts, other, maxStreams);
  }

  /// @param streams most that one connection may have at a time in HTTP/2
  public HttpServerSettings withMaxStreams(int streams) {
    return new HttpServerSettings(
        listenAddresses, routePrefix, maxConnections, timeouts, allowedHosts, access, streams);
  }

  /// Throws where the file cannot be used.
  WebConfigSource webConfig() throws IOException {
    return switch (access) {
      case Access.File(var path) -> path == null ? WebConfigSource.NONE : new WebConfigFile(path);
      case Access.Held(var holder) -> holder;
    };
  }
}
