package io.tributary.agent.explain;

import io.tributary.agent.explain.Explanation.Stage;
import io.tributary.base.config.SourcePosition;
import io.tributary.model.labels.Labels;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.analysis.RuleFinding;
import io.tributary.model.relabel.explain.RuleMatch;
import io.tributary.model.relabel.explain.RuleStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What becomes of all targets of a pool, and how often each rule did something.
///
/// @param targets how many there are; only the first [#MOST] are looked at
public record PoolExplanation(
    String pool, int targets, int kept, int dropped, List<StageCounts> stages, List<Fate> list) {
  public static final int MOST = 1_000;

  public PoolExplanation {
    stages = List.copyOf(stages);
    list = List.copyOf(list);
  }

  /// Whether there are more targets than were looked at.
  public boolean isLimited() {
    return targets > MOST;
  }

  /// One target, with the labels that discovery gives it.
  public record Fate(Labels labels, boolean kept, String sentence, String url) {}

  /// A stage with its rules.
  public record StageCounts(
      Explanation.Kind kind,
      String name,
      String component,
      SourcePosition position,
      List<RuleCounts> rules) {
    public StageCounts {
      rules = List.copyOf(rules);
    }
  }

  /// What a rule did to the targets that reached it.
  ///
  /// @param proven what is certain about it, whatever targets come
  public record RuleCounts(
      int number,
      RelabelRule rule,
      int evaluated,
      int matched,
      int dropped,
      Optional<RuleFinding> proven) {

    /// Whether it matched none of the targets that reached it, where that says something.
    public boolean isIdle() {
      return evaluated > 0 && matched == 0;
    }
  }

  /// Explains every target of `targets`.
  public static PoolExplanation of(ScrapePath path, List<Labels> targets) {
    var explainer = Explainer.of(path);
    var counting = new Counting();
    var fates = new ArrayList<Fate>();
    int kept = 0;
    for (Labels labels : targets.subList(0, Math.min(MOST, targets.size()))) {
      Explanation explanation = explainer.target(labels);
      kept += explanation.verdict().kept() ? 1 : 0;
      fates.add(
          new Fate(
              labels,
              explanation.verdict().kept(),
              explanation.verdict().sentence(),
              explanation.verdict().url()));
      explanation.stages().forEach(counting::add);
    }
    return new PoolExplanation(
        path.pool(), targets.size(), kept, fates.size() - kept, counting.stages(), fates);
  }

  /// Adds up over explanations. What has the same name is the same stage.
  private static final class Counting {
    private final Map<String, Counter> byName = new LinkedHashMap<>();

    void add(Stage stage) {
      byName.computeIfAbsent(stage.name(), _ -> new Counter(stage)).add(stage);
    }

    List<StageCounts> stages() {
      return byName.values().stream().map(Counter::counts).toList();
    }
  }

  private static final class Counter {
    private final Stage first;
    private final int[] evaluated;
    private final int[] matched;
    private final int[] dropped;

    Counter(Stage first) {
      this.first = first;
      evaluated = new int[first.rules().size()];
      matched = new int[first.rules().size()];
      dropped = new int[first.rules().size()];
    }

    void add(Stage stage) {
      for (RuleStep step : stage.rules()) {
        int rule = step.number() - 1;
        evaluated[rule] += step.match().isPresent() ? 1 : 0;
        matched[rule] += step.match().filter(RuleMatch::matched).isPresent() ? 1 : 0;
        dropped[rule] += step.outcome() == RuleStep.Outcome.DROPPED ? 1 : 0;
      }
    }

    StageCounts counts() {
      List<RuleCounts> rules =
          first.rules().stream()
              .map(step -> {
                int rule = step.number() - 1;
                return new RuleCounts(
                    step.number(),
                    step.rule(),
                    evaluated[rule],
                    matched[rule],
                    dropped[rule],
                    first.proven(step.number()));
              })
              .toList();
      return new StageCounts(
          first.kind(), first.name(), first.component(), first.position(), rules);
    }
  }
}
