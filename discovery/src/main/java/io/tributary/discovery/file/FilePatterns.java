package io.tributary.discovery.file;

import io.tributary.model.regex.Regex;
import java.nio.file.Path;

/// The file names that `file_sd_configs` may have; [io.tributary.base.config.FileGlob] finds what
/// they name.
public final class FilePatterns {
  private static final Regex VALID =
      Regex.compile("[^*]*(\\*[^/]*)?\\.(json|yml|yaml|JSON|YML|YAML)");

  private FilePatterns() {}

  /// Whether the name ends in `.json`, `.yml` or `.yaml`, or those in capitals, and has stars in
  /// its last element only.
  public static boolean isValid(String pattern) {
    return VALID.matches(pattern);
  }

  /// The directory that holds what `pattern` names.
  static Path directory(String pattern) {
    Path parent = Path.of(pattern).getParent();
    return parent == null ? Path.of("") : parent;
  }
}
