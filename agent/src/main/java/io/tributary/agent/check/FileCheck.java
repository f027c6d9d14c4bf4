package io.tributary.agent.check;

import io.tributary.agent.explain.TargetFiles;
import io.tributary.base.config.Diagnostic;
import io.tributary.base.config.Severity;
import io.tributary.base.config.SourcePosition;
import io.tributary.dialects.prometheus.ReferencedFiles;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/// Looks whether the files that a configuration names are there. Secrets and certificates that are
/// not make it fail, as with promtool; a pattern of file discovery may wait for its files.
final class FileCheck {
  private FileCheck() {}

  /// Everything that YAML files name.
  static void check(
      List<ReferencedFiles.Reference> references, List<Diagnostic> errors, List<Lint> lints) {
    for (ReferencedFiles.Reference reference : references) {
      check(
          reference.key(),
          reference.path(),
          reference.isPattern(),
          reference.position(),
          errors,
          lints);
    }
  }

  static void check(
      String key,
      String path,
      boolean isPattern,
      SourcePosition position,
      List<Diagnostic> errors,
      List<Lint> lints) {
    if (isPattern) {
      TargetFiles files = TargetFiles.read(List.of(path));
      for (String missing : files.unmatched()) {
        lints.add(
            Lint.at(Lint.Check.MISSING_FILES, position, position.file(), key + ": " + missing));
      }
      files.problems().forEach(problem -> errors.add(error(position, problem)));
    } else if (!isReadable(path)) {
      errors.add(error(position, key + ": cannot read " + path));
    }
  }

  private static boolean isReadable(String path) {
    try {
      Path file = Path.of(path);
      return Files.isReadable(file) && !Files.isDirectory(file);
    } catch (InvalidPathException _) {
      return false;
    }
  }

  private static Diagnostic error(SourcePosition position, String message) {
    return Lint.diagnostic(Severity.ERROR, position, position.file(), message, null);
  }
}
