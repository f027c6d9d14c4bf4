package io.tributary.model.relabel;

import java.util.Locale;
import java.util.Optional;

/// What a [RelabelRule] does. The constants, in lower case, are the words of the configuration.
public enum RelabelAction {
  /// Writes the expanded replacement to the target label if the source matches.
  REPLACE,
  /// Drops the label set unless the source matches.
  KEEP,
  /// Drops the label set if the source matches.
  DROP,
  /// Drops the label set unless the source equals the target label's value.
  KEEPEQUAL,
  /// Drops the label set if the source equals the target label's value.
  DROPEQUAL,
  /// Writes the MD5 of the source, modulo `modulus`, to the target label.
  HASHMOD,
  /// Copies each label whose name matches to the name that the replacement expands to.
  LABELMAP,
  /// Removes the labels whose names match.
  LABELDROP,
  /// Removes the labels whose names do not match.
  LABELKEEP,
  /// Writes the source in lower case to the target label.
  LOWERCASE,
  /// Writes the source in upper case to the target label.
  UPPERCASE;

  private final String text = name().toLowerCase(Locale.ROOT);

  /// The action called `text`, in any mixture of cases.
  public static Optional<RelabelAction> parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (RelabelAction action : values()) {
      if (action.text.equals(lower)) {
        return Optional.of(action);
      }
    }
    return Optional.empty();
  }

  /// As the configuration writes it.
  @Override
  public String toString() {
    return text;
  }
}
