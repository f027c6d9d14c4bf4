package io.tributary.net.server;

import java.io.IOException;

/// A `host:port` to listen on; an empty host is every address.
record ListenAddress(String host, int port) {
  static ListenAddress parse(String text) throws IOException {
    int colon = text.lastIndexOf(':');
    if (colon < 0) throw new IOException("missing port in listen address \"" + text + "\"");
    var host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.contains(":")) {
      throw new IOException("too many colons in listen address \"" + text + "\"");
    }
    var digits = text.substring(colon + 1);
    int port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : -1;
    if (port < 0 || port > 65535) {
      throw new IOException(
          "invalid port in listen address \"" + text + "\": expected a number up to 65535");
    }
    return new ListenAddress(host, port);
  }
}
