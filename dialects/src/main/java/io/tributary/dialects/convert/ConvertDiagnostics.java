package io.tributary.dialects.convert;

import io.tributary.dialects.convert.ConvertDiagnostic.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

  public void add(Level level, String summary) {
    add(level, summary, "");
  }

  public void add(Level level, String summary, String detail) {
    all.add(new ConvertDiagnostic(level, summary, detail));
  }

  /// An error about a part that has no counterpart; `name` is what messages call it.
  public void unsupported(String name) {
    add(Level.ERROR, "The converter does not support converting the provided " + name + " config.");
  }

  /// The same with a reason.
  public void unsupported(String name, String reason) {
    add(
        Level.ERROR,
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

  /// The report: those that matter, and what became of the conversion.
  public String report(boolean bypassErrors) {
    if (has(Level.CRITICAL)) {
      return lines(Level.CRITICAL) + CRITICAL_END;
    }
    if (withholdsOutput(bypassErrors)) {
      return lines(Level.ERROR) + ERROR_END;
    }
    return lines(Level.INFO) + SUCCESS_END;
  }

  private String lines(Level least) {
    return all.stream()
        .filter(diagnostic -> diagnostic.level().compareTo(least) >= 0)
        .map(ConvertDiagnostic::toString)
        .collect(Collectors.joining("\n"));
  }

  /// All of them, a line for each and for each line of a detail.
  @Override
  public String toString() {
    return lines(Level.INFO);
  }
}
