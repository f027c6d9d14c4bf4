package io.tributary.dialects.prometheus.tree;

import io.tributary.dialects.tree.Expressions;
import io.tributary.dialects.tree.Lines;
import io.tributary.dialects.tree.Locator;
import io.tributary.model.relabel.RelabelAction;
import io.tributary.model.relabel.RelabelRule;
import java.util.List;

/// Relabelling rules as blocks.
public final class RuleTree {
  private RuleTree() {}

  /// A block called `name` for each rule of the list that stands at `list`.
  public static void write(Lines lines, String name, List<RelabelRule> rules, Locator list) {
    for (int i = 0; i < rules.size(); i++) {
      rule(lines.open(name, list.item(i)), rules.get(i));
    }
  }

  private static void rule(Lines lines, RelabelRule rule) {
    lines
        .texts("source_labels", rule.sourceLabels(), List.of())
        .text("separator", rule.separator(), RelabelRule.DEFAULT_SEPARATOR)
        .text("regex", rule.regex().pattern(), RelabelRule.DEFAULT_REGEX.pattern());
    if (rule.modulus() != 0) {
      lines.set("modulus", Expressions.unsigned(rule.modulus(), lines.place("modulus")));
    }
    lines
        .text("target_label", rule.targetLabel())
        .text("replacement", rule.replacement(), RelabelRule.DEFAULT_REPLACEMENT)
        .text("action", rule.action().toString(), RelabelAction.REPLACE.toString());
  }
}
