package io.tributary.cluster.group;

import java.net.InetAddress;

/// How an agent takes part in a group.
///
/// @param cluster agents of other clusters are not let in
/// @param name of this agent, unique in the cluster
/// @param httpAddress `host:port` of its HTTP surface, for others to show and to ask
/// @param advertised where others reach it
/// @param port that others connect to; 0 for any
public record GroupSettings(
    String cluster,
    String name,
    String httpAddress,
    InetAddress advertised,
    int port,
    Security security) {
  /// Longest name of an agent, and longest address, in bytes of UTF-8.
  public static final int MAX_TEXT = 1024;

  /// Longest name of an agent, in characters.
  public static final int MAX_NAME = MAX_TEXT / 4;

  public GroupSettings {
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          "cannot use \"%s\" as the name of a node: it must have 1 to %d characters"
              .formatted(name, MAX_NAME));
    }
    if (port < 0 || port > 0xFFFF) {
      throw new IllegalArgumentException(port + " is not a port");
    }
  }
}
