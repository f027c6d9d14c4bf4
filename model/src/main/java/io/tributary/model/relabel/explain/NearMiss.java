package io.tributary.model.relabel.explain;

import java.util.Locale;

/// Something that is probably not as it was meant, about one rule and one label set, in a sentence.
public record NearMiss(Kind kind, String sentence) {

  /// What is near.
  public enum Kind {
    /// Another mixture of cases would match.
    CASE,
    /// A part matches; patterns have to match the whole.
    PARTIAL,
    /// It would match without the blanks around it.
    BLANK,
    /// A source label is not there.
    MISSING_LABEL,
    /// The same, but one of almost the same name is.
    MISSPELLED_LABEL,
    /// Another separator between the source labels would match.
    SEPARATOR,
    /// A backslash too many or too few.
    ESCAPE,
    /// A template refers to a group that the pattern does not have.
    TEMPLATE,
    /// It matches, but only because a dot matches any character.
    WIDE;

    /// As the API spells it.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
