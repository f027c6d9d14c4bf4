package io.tributary.agent.explain;

import io.tributary.base.config.SourcePosition;
import io.tributary.model.labels.Labels;
import io.tributary.model.relabel.analysis.RuleFinding;
import io.tributary.model.relabel.explain.RuleStep;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// What became of one target, or of one sample of it, stage by stage.
///
/// @param sample the sample as it was given; empty for a target
public record Explanation(String pool, String sample, Verdict verdict, List<Stage> stages) {
  public Explanation {
    stages = List.copyOf(stages);
  }

  public boolean isOfSample() {
    return !sample.isEmpty();
  }

  /// The end of it in a sentence.
  ///
  /// @param stage the index of the stage that decided, where one dropped it
  /// @param rule the number of the rule that dropped it
  /// @param url what is scraped, for a target that is kept
  public record Verdict(
      boolean kept, String sentence, OptionalInt stage, OptionalInt rule, String url) {}

  /// What a stage does.
  public enum Kind {
    TARGET_RULES,
    SCRAPE,
    SAMPLE_RULES,
    DESTINATION;

    /// As the API spells it.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// One stage. `from` is the index of the one before it, where there is one: a sample that goes to
  /// several destinations makes a tree. `proven` is what is known of the rules whatever comes.
  public record Stage(
      int index,
      OptionalInt from,
      Kind kind,
      String name,
      String component,
      SourcePosition position,
      Labels input,
      Labels output,
      boolean kept,
      List<String> notes,
      List<RuleStep> rules,
      List<RuleFinding> proven) {
    public Stage {
      notes = List.copyOf(notes);
      rules = List.copyOf(rules);
      proven = List.copyOf(proven);
    }

    /// The rule that dropped the label set.
    public Optional<RuleStep> droppedBy() {
      return rules.stream().filter(step -> step.outcome() == RuleStep.Outcome.DROPPED).findFirst();
    }

    /// What is proven of a rule, or is at least doubtful about it.
    public Optional<RuleFinding> proven(int number) {
      return proven.stream().filter(finding -> finding.number() == number).findFirst();
    }
  }
}
