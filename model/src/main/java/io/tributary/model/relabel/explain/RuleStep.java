package io.tributary.model.relabel.explain;

import io.tributary.model.labels.Labels;
import io.tributary.model.relabel.RelabelRule;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What one rule made of a label set. `number` counts from one. A rule that was not reached has no
/// match and changes nothing; neither does one that dropped the label set, as its end shows nothing
/// of what it was.
public record RuleStep(
    int number,
    RelabelRule rule,
    Outcome outcome,
    Optional<RuleMatch> match,
    List<LabelChange> changes,
    Labels before,
    Labels after) {

  /// What came of a rule.
  public enum Outcome {
    /// It changed labels.
    CHANGED,
    /// It matched, and everything was already as it wants it.
    UNCHANGED,
    /// It did not match, and so did nothing.
    NOT_MATCHED,
    /// A rule that could have dropped the label set lets it pass because it matched.
    KEPT,
    DROPPED,
    /// An earlier rule dropped the label set.
    NOT_REACHED;

    /// As the API spells it.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public RuleStep {
    changes = List.copyOf(changes);
  }

  static RuleStep of(int number, RelabelRule rule, Labels before, Labels after, boolean kept) {
    RuleMatch match = RuleMatch.of(rule, before);
    List<LabelChange> changes = kept ? LabelChange.between(before, after) : List.of();
    Outcome outcome = outcome(rule, match, changes, kept);
    return new RuleStep(number, rule, outcome, Optional.of(match), changes, before, after);
  }

  static RuleStep notReached(int number, RelabelRule rule) {
    return new RuleStep(
        number, rule, Outcome.NOT_REACHED, Optional.empty(), List.of(), Labels.EMPTY, Labels.EMPTY);
  }

  private static Outcome outcome(
      RelabelRule rule, RuleMatch match, List<LabelChange> changes, boolean kept) {
    if (!kept) {
      return Outcome.DROPPED;
    }
    return switch (rule.action()) {
      case KEEP, KEEPEQUAL -> Outcome.KEPT;
      case DROP, DROPEQUAL -> Outcome.NOT_MATCHED;
      default -> {
        if (!changes.isEmpty()) {
          yield Outcome.CHANGED;
        }
        yield match.matched() ? Outcome.UNCHANGED : Outcome.NOT_MATCHED;
      }
    };
  }

  /// What is probably not as it was meant. Looked for at each call: that takes patterns which are
  /// compiled for it, and whoever counts over many targets has no use for them.
  public List<NearMiss> nearMisses() {
    return match.map(seen -> NearMisses.find(rule, before, seen)).orElse(List.of());
  }

  /// What happened, in a sentence without a full stop.
  public String sentence() {
    return StepSentence.of(this);
  }
}
