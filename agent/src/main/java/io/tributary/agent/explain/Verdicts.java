package io.tributary.agent.explain;

import io.tributary.agent.explain.Explanation.Stage;
import io.tributary.agent.explain.Explanation.Verdict;
import io.tributary.model.relabel.explain.RuleStep;
import java.util.Optional;
import java.util.OptionalInt;

/// Words the end of an explanation.
final class Verdicts {
  private Verdicts() {}

  static Verdict nothing(String why) {
    return new Verdict(false, why, OptionalInt.empty(), OptionalInt.empty(), "");
  }

  /// `stage` is one that lets nothing pass.
  static Verdict dropped(Stage stage) {
    Optional<RuleStep> rule = stage.droppedBy();
    return new Verdict(
        false,
        sentence(stage),
        OptionalInt.of(stage.index()),
        rule.map(step -> OptionalInt.of(step.number())).orElse(OptionalInt.empty()),
        "");
  }

  /// Why `stage` lets nothing pass.
  static String sentence(Stage stage) {
    return stage
        .droppedBy()
        .map(step -> sentence(stage, step))
        .orElseGet(() -> "dropped at " + stage.name() + ": " + String.join("; ", stage.notes()));
  }

  private static String sentence(Stage stage, RuleStep step) {
    String place = step.rule().position().toString();
    return "dropped by rule "
        + step.number()
        + " of "
        + stage.name()
        + (place.isEmpty() ? "" : " (" + place + ")")
        + ": "
        + step.sentence().replaceFirst("^dropped: ", "");
  }
}
