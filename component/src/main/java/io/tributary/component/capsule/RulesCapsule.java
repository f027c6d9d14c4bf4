package io.tributary.component.capsule;

import io.tributary.model.relabel.RelabelRules;
import io.tributary.river.value.Capsule;

/// Relabelling rules that one component shows and another applies: the export `rules`, the argument
/// `relabel_rules`. Equal by its rules.
public record RulesCapsule(RelabelRules rules) implements Capsule {
  public static final String NAME = "relabel.Rules";

  @Override
  public String capsuleName() {
    return NAME;
  }
}
