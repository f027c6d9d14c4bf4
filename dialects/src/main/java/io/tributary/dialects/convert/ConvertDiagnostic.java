package io.tributary.dialects.convert;

/// One finding of a conversion; `detail` is empty where there is none.
///
/// Source: grafana/alloy `internal/converter/diag/diagnostic.go`.
public record ConvertDiagnostic(Level level, String summary, String detail) {
  /// How much is lost: nothing, something that does not matter everywhere, something, all.
  public enum Level {
    INFO("Info"),
    WARNING("Warning"),
    ERROR("Error"),
    CRITICAL("Critical");

    private final String word;

    Level(String word) {
      this.word = word;
    }

    /// The word that messages begin with.
    public String word() {
      return word;
    }
  }

  @Override
  public String toString() {
    String line = "(" + level.word + ") " + summary;
    return detail.isEmpty() ? line : line + '\n' + detail;
  }
}
