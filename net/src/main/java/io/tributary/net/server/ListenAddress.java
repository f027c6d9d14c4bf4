package io.tributary.net.server;

/// A `host:port` to listen on; an empty host is every address.
record ListenAddress(String host, int port) {
  static ListenAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) throw new IllegalArgumentException("missing port in address \"" + text + "\"");
    var host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.contains(":")) {
      throw new IllegalArgumentException("too many colons in address \"" + text + "\"");
    }
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (port < 0 || port > 65535) throw new NumberFormatException();
      return new ListenAddress(host, port);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("invalid port in address \"" + text + "\"", e);
    }
  }
}
