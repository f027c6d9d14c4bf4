package io.tributary.net.server;

import java.util.Locale;
import java.util.Optional;

/// What somebody who is let in may do. Each role may do what the ones before it may.
public enum Role {
  /// Read.
  VIEWER,
  /// Also reload, and change what can be changed while the agent runs.
  OPERATOR,
  /// Also stop the agent.
  ADMIN;

  /// The role of that name in a configuration.
  static Optional<Role> parse(String text) {
    for (var role : values()) {
      if (role.configName().equals(text)) return Optional.of(role);
    }
    return Optional.empty();
  }

  String configName() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }

  /// What a method needs where a route says nothing else: who only reads changes nothing.
  static Role forMethod(String method) {
    return switch (method) {
      case "GET", "HEAD", "OPTIONS" -> VIEWER;
      default -> OPERATOR;
    };
  }
}
