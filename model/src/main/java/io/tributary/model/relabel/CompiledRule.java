package io.tributary.model.relabel;

import io.tributary.model.regex.Regex;
import io.tributary.model.regex.Template;

/// A rule with its templates compiled and its fields at hand. Immutable.
final class CompiledRule {
  final RelabelRule rule;
  final RelabelAction action;
  final Regex regex;
  final String[] sourceLabels;
  final Template target;
  final Template replacement;

  /// Whether a `replace` writes the same text to the same, valid label for every match.
  final boolean isConstant;

  CompiledRule(RelabelRule rule) {
    this.rule = rule;
    action = rule.action();
    regex = rule.regex();
    sourceLabels = rule.sourceLabels().toArray(String[]::new);
    target = Template.compile(rule.targetLabel(), regex);
    replacement = Template.compile(rule.replacement(), regex);
    isConstant =
        target.isLiteral()
            && replacement.isLiteral()
            && rule.validation().isValidLabelName(target.literal());
  }

  /// See [RelabelRules#reads].
  boolean touches(String labelName) {
    for (String source : sourceLabels) {
      if (source.equals(labelName)) {
        return true;
      }
    }
    return switch (action) {
      case KEEP, DROP -> false;
      case REPLACE -> target.couldExpandTo(labelName);
      case KEEPEQUAL, DROPEQUAL, HASHMOD, LOWERCASE, UPPERCASE ->
          rule.targetLabel().equals(labelName);
      case LABELMAP -> regex.matches(labelName) || replacement.couldExpandTo(labelName);
      case LABELDROP -> regex.matches(labelName);
      case LABELKEEP -> !regex.matches(labelName);
    };
  }
}
