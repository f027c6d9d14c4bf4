package io.tributary.dialects.prometheus;

import io.tributary.base.config.ConfigException;
import io.tributary.dialects.yaml.Fields;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Resolves the paths in a configuration file against the file's own directory.
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
      return directory.resolve(path).normalize();
    } catch (InvalidPathException e) {
      throw new ConfigException("not a path: " + e.getReason(), e);
    }
  }

  /// The same for a pattern, whose text is kept as it is but for the directory in front.
  String resolvePattern(String pattern) {
    if (pattern.isEmpty() || pattern.startsWith("/") || directory.toString().isEmpty()) {
      return pattern;
    }
    return directory + "/" + (pattern.startsWith("./") ? pattern.substring(2) : pattern);
  }
}
