package io.tributary.agent.cluster;

import java.io.IOException;

/// A host and a port. The host of IPv6 has no brackets.
record HostPort(String host, int port) {
  private static final int MAX_PORT = 0xFFFF;

  /// Reads `host`, `host:port`, `[v6]`, `[v6]:port` or an address of IPv6 alone.
  static HostPort of(String text, int defaultPort) throws IOException {
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      if (end < 0) {
        throw new IOException("no ] behind [");
      }
      String rest = text.substring(end + 1);
      if (!rest.isEmpty() && !rest.startsWith(":")) {
        throw new IOException("\"" + rest + "\" behind ] is no port");
      }
      int port = rest.isEmpty() ? defaultPort : port(rest.substring(1));
      return new HostPort(text.substring(1, end), port);
    }
    int colon = text.indexOf(':');
    if (colon < 0 || text.indexOf(':', colon + 1) >= 0) {
      return new HostPort(named(text), defaultPort);
    }
    return new HostPort(named(text.substring(0, colon)), port(text.substring(colon + 1)));
  }

  private static String named(String host) throws IOException {
    if (host.isEmpty()) {
      throw new IOException("it has no host");
    }
    return host;
  }

  private static int port(String text) throws IOException {
    try {
      int port = Integer.parseInt(text);
      if (port > 0 && port <= MAX_PORT) {
        return port;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw new IOException("\"" + text + "\" is not a port");
  }

  /// Whether the host is an address rather than a name.
  boolean isAddress() {
    return host.indexOf(':') >= 0 || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  }

  /// As in a URL.
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
