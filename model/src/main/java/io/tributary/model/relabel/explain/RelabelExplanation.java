package io.tributary.model.relabel.explain;

import io.tributary.model.labels.Labels;
import io.tributary.model.relabel.LabelsBuilder;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.RelabelRules;
import io.tributary.model.relabel.Relabeler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a list of rules made of one label set, with a step for each rule.
///
/// `output` is what the engine itself gives; empty where a rule dropped the label set (`kept`
/// false). The rules behind that one were not reached and have a step that says so.
public record RelabelExplanation(Labels input, List<RuleStep> steps, Labels output, boolean kept) {

  public RelabelExplanation {
    steps = List.copyOf(steps);
  }

  /// Applies `rules` to `input`, one by one.
  public static RelabelExplanation of(List<RelabelRule> rules, Labels input) {
    var labels = new LabelsBuilder(input);
    var steps = new ArrayList<RuleStep>();
    boolean kept = true;
    Labels before = input;
    for (RelabelRule rule : rules) {
      int number = steps.size() + 1;
      if (!kept) {
        steps.add(RuleStep.notReached(number, rule));
        continue;
      }
      kept = new Relabeler(RelabelRules.of(rule)).apply(labels);
      Labels after = kept ? labels.labels() : Labels.EMPTY;
      steps.add(RuleStep.of(number, rule, before, after, kept));
      before = after;
    }
    return new RelabelExplanation(input, steps, before, kept);
  }

  /// The step that dropped the label set.
  public Optional<RuleStep> droppedBy() {
    return steps.stream().filter(step -> step.outcome() == RuleStep.Outcome.DROPPED).findFirst();
  }
}
