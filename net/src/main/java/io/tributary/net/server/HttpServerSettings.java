package io.tributary.net.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How to listen. Addresses are `host:port`, `:port` or `[v6]:port`; port 0 picks a free one.
///
/// `maxConnections` counts over all listeners. `routePrefix` is empty or begins with a slash and
/// ends without one. `webConfigFile` is the exporter toolkit's file, null without one. A listener
/// on a loopback address only answers requests whose Host is one of the loopback names, an address,
/// or one of `allowedHosts`: a web page elsewhere cannot rebind its name to reach it.
public record HttpServerSettings(
    List<String> listenAddresses,
    String routePrefix,
    int maxConnections,
    Duration readTimeout,
    @Nullable Path webConfigFile,
    List<String> allowedHosts) {

  public HttpServerSettings {
    listenAddresses = List.copyOf(listenAddresses);
    allowedHosts = List.copyOf(allowedHosts);
  }

  /// The defaults of Prometheus' flags for one address.
  public static HttpServerSettings on(String address) {
    return new HttpServerSettings(
        List.of(address), "", 512, Duration.ofMinutes(5), null, List.of());
  }

  public HttpServerSettings withWebConfigFile(@Nullable Path file) {
    return new HttpServerSettings(
        listenAddresses, routePrefix, maxConnections, readTimeout, file, allowedHosts);
  }
}
