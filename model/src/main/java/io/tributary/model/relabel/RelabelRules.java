package io.tributary.model.relabel;

import java.util.List;

/// A compiled list of rules, applied in order. Immutable and shared; a [Relabeler] applies it.
public final class RelabelRules {
  /// Keeps everything as it is.
  public static final RelabelRules NONE = new RelabelRules(List.of());

  private final List<RelabelRule> rules;
  private final CompiledRule[] compiled;

  private RelabelRules(List<RelabelRule> rules) {
    this.rules = List.copyOf(rules);
    compiled = this.rules.stream().map(CompiledRule::new).toArray(CompiledRule[]::new);
  }

  public static RelabelRules of(List<RelabelRule> rules) {
    return rules.isEmpty() ? NONE : new RelabelRules(rules);
  }

  public static RelabelRules of(RelabelRule... rules) {
    return of(List.of(rules));
  }

  public List<RelabelRule> rules() {
    return rules;
  }

  public boolean isEmpty() {
    return compiled.length == 0;
  }

  /// Whether what the rules do might depend on the value of the label `labelName`, or whether they
  /// might write or remove that label themselves.
  ///
  /// False promises: label sets that differ in the value of this label alone are kept or dropped
  /// together, and come out differing in the value of this label alone. May say yes in vain, where
  /// a template could expand to the name.
  public boolean reads(String labelName) {
    for (CompiledRule rule : compiled) {
      if (rule.touches(labelName)) {
        return true;
      }
    }
    return false;
  }

  CompiledRule[] compiled() {
    return compiled;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RelabelRules that && rules.equals(that.rules);
  }

  @Override
  public int hashCode() {
    return rules.hashCode();
  }

  @Override
  public String toString() {
    return rules.toString();
  }
}
