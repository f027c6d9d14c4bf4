package io.tributary.dialects.prometheus;

import io.tributary.base.config.CleanPath;
import io.tributary.base.config.ConfigException;
import io.tributary.dialects.yaml.Fields;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Resolves the paths in a configuration file against the file's own directory.
///
/// Absolute paths stay as they are written; what a relative one becomes has no `.`, `..` or `//` in
/// it, because file names are seen in labels.
///
/// Source: prometheus/common `config/config.go`, JoinDir; Go `path/filepath`, Clean.
record FileContext(Path directory) {
  /// `file` need not exist.
  static FileContext of(Path file) {
    Path parent = file.getParent();
    return new FileContext(parent == null ? Path.of("") : parent);
  }

  /// The path of a field; null when it is absent or empty.
  @Nullable Path path(Fields fields, String key) {
    return fields.parsedOrNull(
        key, text -> Optional.ofNullable(resolve(text)), "the path of a file");
  }

  /// Null for the empty path, as in the original. Throws [ConfigException] when the text cannot be
  /// one.
  @Nullable Path resolve(String path) {
    if (path.isEmpty()) {
      return null;
    }
    try {
      Path written = Path.of(path);
      return written.isAbsolute() ? written : directory.resolve(written).normalize();
    } catch (InvalidPathException e) {
      throw new ConfigException("not a path: " + e.getReason(), e);
    }
  }

  /// The same for a pattern. An absolute one stays as it is written. What a relative one finds is
  /// named as Prometheus names it, without `.`, `..` and empty elements: the label
  /// `__meta_filepath` shows it.
  String resolvePattern(String pattern) {
    if (pattern.isEmpty() || pattern.startsWith("/")) {
      return pattern;
    }
    return CleanPath.of(directory.toString().isEmpty() ? pattern : directory + "/" + pattern);
  }
}
