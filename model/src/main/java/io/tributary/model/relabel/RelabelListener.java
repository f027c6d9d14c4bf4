package io.tributary.model.relabel;

import io.tributary.model.labels.Labels;

/// Sees what each rule does to a label set: for explaining, not for the data path.
@FunctionalInterface
public interface RelabelListener {
  /// `after` is what the rule left; empty where it dropped the label set (`kept` false), and then
  /// no further rule is applied.
  void onRule(RelabelRule rule, Labels before, Labels after, boolean kept);
}
