package io.tributary.component;

import java.util.Optional;

/// How much a feature may still change, the least promising first.
///
/// Source: grafana/alloy `internal/featuregate`.
public enum Stability {
  EXPERIMENTAL("experimental"),
  PUBLIC_PREVIEW("public-preview"),
  GENERALLY_AVAILABLE("generally-available");

  private final String text;

  Stability(String text) {
    this.text = text;
  }

  /// As the command line spells it.
  public String text() {
    return text;
  }

  public static Optional<Stability> of(String text) {
    for (Stability stability : values()) {
      if (stability.text.equals(text)) {
        return Optional.of(stability);
      }
    }
    return Optional.empty();
  }

  /// Why something of this level may not be used where `least` is asked for; empty when it may.
  /// `subject` names it: `component "x"`.
  public Optional<String> refusal(Stability least, String subject) {
    if (compareTo(least) >= 0) {
      return Optional.empty();
    }
    return Optional.of(
        "%s is at stability level \"%s\", which is below the minimum allowed stability level \"%s\". Use --stability.level command-line flag to enable \"%s\" features"
            .formatted(subject, text, least.text, text));
  }

  /// In quotes, as messages show it.
  @Override
  public String toString() {
    return "\"" + text + "\"";
  }
}
