package io.tributary.net.server;

import io.tributary.base.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/// The one user who may come in, with a password that is known in the open.
///
/// Without a `filter` every path asks for the password. With one, paths that begin with one of
/// `paths` do, or, where it says so, all others.
///
/// Source: grafana/alloy `internal/service/http/auth.go`.
public record PlainUser(String name, Secret password, Optional<Filter> filter) {
  /// Some paths, by how they begin.
  public record Filter(List<String> paths, boolean isForMatching) {
    public Filter {
      paths = List.copyOf(paths);
    }
  }

  boolean mayPass(String path) {
    return filter
        .map(some -> some.paths.stream().anyMatch(path::startsWith) != some.isForMatching)
        .orElse(false);
  }

  /// Takes the same time for every answer.
  boolean is(String otherName, String otherPassword) {
    boolean isName = equal(name, otherName);
    return equal(password.value(), otherPassword) && isName;
  }

  private static boolean equal(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
