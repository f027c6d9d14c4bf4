package io.tributary.model.relabel.analysis;

import io.tributary.model.relabel.RelabelRule;

/// What is to be said of one rule of a list; `number` counts from one.
public record RuleFinding(int number, RelabelRule rule, Kind kind, String sentence) {

  /// How much it says.
  public enum Kind {
    /// Proven: it matches nothing that can come.
    NEVER_MATCHES,
    /// Proven: nothing is left behind it.
    DROPS_EVERYTHING,
    /// Proven: an earlier rule drops everything.
    NEVER_REACHED,
    /// Its template refers to a group that the pattern does not have.
    TEMPLATE,
    /// It would take an unusual value to make it match.
    UNLIKELY;

    /// Whether the rule does nothing, or nothing of use, whatever comes.
    public boolean isNever() {
      return switch (this) {
        case NEVER_MATCHES, NEVER_REACHED, DROPS_EVERYTHING -> true;
        case TEMPLATE, UNLIKELY -> false;
      };
    }
  }
}
