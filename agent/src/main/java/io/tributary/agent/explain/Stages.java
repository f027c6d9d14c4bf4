package io.tributary.agent.explain;

import io.tributary.agent.explain.Explanation.Kind;
import io.tributary.agent.explain.Explanation.Stage;
import io.tributary.base.config.SourcePosition;
import io.tributary.model.labels.Labels;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.analysis.RuleFinding;
import io.tributary.model.relabel.explain.RelabelExplanation;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// The stages of one explanation while it is written. Belongs to one thread.
final class Stages {
  private final List<Stage> all = new ArrayList<>();

  /// Which stage it is, whatever passes it.
  record Place(Kind kind, String name, String component, SourcePosition position) {}

  List<Stage> all() {
    return all;
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  Stage last() {
    return all.getLast();
  }

  /// The index of the last one, as the `from` of the next.
  OptionalInt end() {
    return all.isEmpty() ? OptionalInt.empty() : OptionalInt.of(all.size() - 1);
  }

  /// A stage that applies rules, of which `proven` is known.
  Stage relabel(
      OptionalInt from,
      Place place,
      List<RelabelRule> rules,
      List<RuleFinding> proven,
      Labels input,
      List<String> notes) {
    return add(from, place, RelabelExplanation.of(rules, input), notes, proven);
  }

  /// A stage without rules; it drops what has no `output`.
  Stage pass(OptionalInt from, Place place, Labels input, Labels output, List<String> notes) {
    var explained = new RelabelExplanation(input, List.of(), output, !output.isEmpty());
    return add(from, place, explained, notes, List.of());
  }

  private Stage add(
      OptionalInt from,
      Place place,
      RelabelExplanation explained,
      List<String> notes,
      List<RuleFinding> proven) {
    var stage =
        new Stage(
            all.size(),
            from,
            place.kind(),
            place.name(),
            place.component(),
            place.position(),
            explained.input(),
            explained.output(),
            explained.kept(),
            notes,
            explained.steps(),
            proven);
    all.add(stage);
    return stage;
  }
}
