package io.tributary.base.config;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One thing that is wrong (or doubtful) in a configuration file, with the place where it stands.
///
/// `line` and `column` count from one; `line` 0 means that the finding concerns the file as a
/// whole, or something that is not in a file. `offendingText` is what was found there and never
/// holds a secret; `sourceLine` is the line with its secrets masked. `hint` says what would be
/// right, when that is known.
public record Diagnostic(
    Severity severity,
    String message,
    String file,
    int line,
    int column,
    String offendingText,
    String sourceLine,
    @Nullable String hint) {

  /// By file, then by position: the order in which a reader meets them.
  public static final Comparator<Diagnostic> IN_FILE_ORDER =
      Comparator.comparing(Diagnostic::file)
          .thenComparingInt(Diagnostic::line)
          .thenComparingInt(Diagnostic::column);

  public Diagnostic {
    Objects.requireNonNull(severity);
    Objects.requireNonNull(message);
    Objects.requireNonNull(file);
    Objects.requireNonNull(offendingText);
    Objects.requireNonNull(sourceLine);
    if (line < 0 || column < 0) {
      throw new IllegalArgumentException("negative position " + line + ":" + column);
    }
  }

  /// An error about a file as a whole.
  public static Diagnostic error(String file, String message) {
    return new Diagnostic(Severity.ERROR, message, file, 0, 0, "", "", null);
  }

  /// A warning about a file as a whole.
  public static Diagnostic warning(String file, String message) {
    return new Diagnostic(Severity.WARNING, message, file, 0, 0, "", "", null);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /// `file:line:col`, or only the file when there is no position.
  public String position() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }

  /// The finding in one line, for logs and for HTTP answers: what a terminal would obey is escaped.
  @Override
  public String toString() {
    String text = position() + ": " + severity.word() + ": " + message;
    return Printable.escaped(hint == null ? text : text + " (" + hint + ")");
  }
}
