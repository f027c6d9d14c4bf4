package io.tributary.cluster.directory;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Where a node is.
///
/// ```
/// entry = "tributary-node 1" LF "http " address LF "group " host SP port LF
///         "beat " number LF "time-ms " number LF
/// ```
///
/// @param http of its HTTP listener
/// @param group that other nodes connect to
/// @param beat grows with each renewal
/// @param timeMs by its clock, for people, and to ask those first that wrote last
record Entry(String http, InetSocketAddress group, long beat, long timeMs) {
  static final int MAX_BYTES = 4096;
  private static final String HEAD = "tributary-node 1";

  byte[] encode() {
    return """
    %s
    http %s
    group %s %d
    beat %d
    time-ms %d
    """
        .formatted(HEAD, http, group.getAddress().getHostAddress(), group.getPort(), beat, timeMs)
        .getBytes(StandardCharsets.UTF_8);
  }

  /// Empty for what no node of this version has written, names of hosts among it: what a node tells
  /// must not make this one ask the DNS.
  static Optional<Entry> decode(byte[] stored) {
    if (stored.length > MAX_BYTES) {
      return Optional.empty();
    }
    String[] lines = new String(stored, StandardCharsets.UTF_8).split("\n");
    if (!lines[0].equals(HEAD)) {
      return Optional.empty();
    }
    Map<String, String> fields = new HashMap<>();
    for (String line : lines) {
      int space = line.indexOf(' ');
      fields.put(line.substring(0, Math.max(space, 0)), line.substring(space + 1));
    }
    try {
      String[] group = fields.getOrDefault("group", "").split(" ", -1);
      return Optional.of(
          new Entry(
              fields.getOrDefault("http", ""),
              new InetSocketAddress(
                  InetAddress.ofLiteral(group[0]), Integer.parseInt(group[group.length - 1])),
              Long.parseLong(fields.getOrDefault("beat", "")),
              Long.parseLong(fields.getOrDefault("time-ms", ""))));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
