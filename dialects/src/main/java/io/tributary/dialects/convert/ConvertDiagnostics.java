package io.tributary.dialects.convert;

import io.tributary.dialects.convert.ConvertDiagnostic.Level;
import io.tributary.river.diag.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The findings of a conversion in their order. Belongs to one thread.
///
/// Source: grafana/alloy `internal/converter/diag`, `internal/converter/internal/common`.
public final class ConvertDiagnostics {
  private static final String CRITICAL_END =
      """


      A configuration file was not generated due to critical issues. Refer to the critical messages for more information.\
      """;

  private static final String ERROR_END =
      """


      A configuration file was not generated due to errors. Refer to the error messages for more information.

      You can bypass the errors by using the --bypass-errors flag. Bypassing errors isn't recommended for production environments.\
      """;

  private static final String SUCCESS_END =
      """


      A configuration file was generated successfully.\
      """;

  private final List<ConvertDiagnostic> all = new ArrayList<>();

  /// About the file as a whole.
  public void add(Level level, String summary) {
    add(level, summary, "");
  }

  public void add(Level level, String summary, String detail) {
    all.add(new ConvertDiagnostic(level, summary, detail, Span.NONE));
  }

  /// About what stands at `place`.
  public void add(Level level, Span place, String summary) {
    all.add(new ConvertDiagnostic(level, summary, "", place));
  }

  /// An error about a part that has no counterpart; `name` is what messages call it.
  public void unsupported(Span place, String name) {
    add(
        Level.ERROR,
        place,
        "The converter does not support converting the provided " + name + " config.");
  }

  /// The same with a reason.
  public void unsupported(Span place, String name, String reason) {
    add(
        Level.ERROR,
        place,
        "The converter does not support converting the provided " + name + " config: " + reason);
  }

  public void addAll(ConvertDiagnostics others) {
    all.addAll(others.all);
  }

  public List<ConvertDiagnostic> all() {
    return Collections.unmodifiableList(all);
  }

  public boolean has(Level level) {
    return all.stream().anyMatch(diagnostic -> diagnostic.level() == level);
  }

  /// Whether nothing is to be written.
  public boolean withholdsOutput(boolean bypassErrors) {
    return has(Level.CRITICAL) || (has(Level.ERROR) && !bypassErrors);
  }

  /// The report: those that matter, each as `print` prints it, and what became of the conversion.
  public String report(boolean bypassErrors, Function<ConvertDiagnostic, String> print) {
    if (has(Level.CRITICAL)) {
      return lines(Level.CRITICAL, print) + CRITICAL_END;
    }
    if (withholdsOutput(bypassErrors)) {
      return lines(Level.ERROR, print) + ERROR_END;
    }
    return lines(Level.INFO, print) + SUCCESS_END;
  }

  /// All of them, each as `print` prints it.
  public String text(Function<ConvertDiagnostic, String> print) {
    return lines(Level.INFO, print);
  }

  private String lines(Level least, Function<ConvertDiagnostic, String> print) {
    return all.stream()
        .filter(diagnostic -> diagnostic.level().compareTo(least) >= 0)
        .map(print)
        .collect(Collectors.joining("\n"));
  }

  /// All of them in the words of the original.
  @Override
  public String toString() {
    return text(ConvertDiagnostic::toString);
  }
}
