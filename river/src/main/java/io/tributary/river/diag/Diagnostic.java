package io.tributary.river.diag;

import io.tributary.base.config.Printable;
import io.tributary.base.config.Severity;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One finding in a River file. `message` is in the words of Agent Flow and Alloy; `hint`, which
/// they do not have, says what was probably meant.
public record Diagnostic(Severity severity, String message, Span span, @Nullable String hint) {
  public Diagnostic {
    Objects.requireNonNull(severity);
    Objects.requireNonNull(message);
    Objects.requireNonNull(span);
  }

  public static Diagnostic error(Span span, String message) {
    return new Diagnostic(Severity.ERROR, message, span, null);
  }

  public static Diagnostic warning(Span span, String message) {
    return new Diagnostic(Severity.WARNING, message, span, null);
  }

  public Diagnostic withHint(@Nullable String text) {
    return new Diagnostic(severity, message, span, text);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /// `FILE:LINE:COLUMN: MESSAGE` in one line, for logs and HTTP answers: what a terminal would obey
  /// is escaped.
  @Override
  public String toString() {
    String text = span.position() + ": " + message;
    return Printable.escaped(hint == null ? text : text + " (" + hint + ")");
  }

  /// All of them in one sentence: the first, and how many more there are.
  public static String summary(List<Diagnostic> diagnostics) {
    return switch (diagnostics.size()) {
      case 0 -> "no errors";
      case 1 -> diagnostics.getFirst().toString();
      default ->
          diagnostics.getFirst() + " (and " + (diagnostics.size() - 1) + " more diagnostics)";
    };
  }
}
