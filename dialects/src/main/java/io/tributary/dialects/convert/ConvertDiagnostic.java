package io.tributary.dialects.convert;

import io.tributary.river.diag.Span;

/// One finding of a conversion; `detail` is empty where there is none.
///
/// Source: grafana/alloy `internal/converter/diag/diagnostic.go`.
///
/// @param place what it is about, in the file that was converted; [Span#NONE] for the whole
public record ConvertDiagnostic(Level level, String summary, String detail, Span place) {
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

  /// With a line that says where, which the original does not have.
  public String located() {
    boolean isSaid = !place.isKnown() || summary.contains(place.position());
    return isSaid ? toString() : this + "\n\tat " + place.position();
  }

  /// In the words of the original.
  @Override
  public String toString() {
    String line = "(" + level.word + ") " + summary;
    return detail.isEmpty() ? line : line + '\n' + detail;
  }
}
