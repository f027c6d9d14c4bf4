package io.tributary.agent.explain;

import io.tributary.agent.explain.Explanation.Kind;
import io.tributary.agent.explain.Explanation.Stage;
import io.tributary.agent.explain.Explanation.Verdict;
import io.tributary.agent.explain.ScrapePath.Source;
import io.tributary.agent.explain.ScrapePath.TargetRules;
import io.tributary.agent.explain.Stages.Place;
import io.tributary.base.config.Durations;
import io.tributary.discovery.TargetGroup;
import io.tributary.metrics.scrape.Target;
import io.tributary.metrics.scrape.TargetBuilder;
import io.tributary.metrics.scrape.TargetBuilder.Dropped;
import io.tributary.metrics.scrape.TargetBuilder.Invalid;
import io.tributary.metrics.scrape.TargetBuilder.Kept;
import io.tributary.model.labels.Labels;
import io.tributary.model.relabel.LabelsBuilder;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.RelabelRules;
import io.tributary.model.relabel.Relabeler;
import io.tributary.model.relabel.analysis.RuleFinding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Sends label sets along a [ScrapePath] and writes down what becomes of each. Belongs to one
/// thread.
public final class Explainer {
  private final ScrapePath path;
  private final TargetBuilder builder;

  /// What is proven of the rules of each source: the same for every target.
  private final IdentityHashMap<Source, SourceFindings> proven = new IdentityHashMap<>();

  private final IdentityHashMap<Source, Set<Labels>> known = new IdentityHashMap<>();
  private final IdentityHashMap<Source, List<Relabeler>> relabelers = new IdentityHashMap<>();

  private Stages stages = new Stages();

  private Explainer(ScrapePath path) {
    this.path = path;
    builder = new TargetBuilder(path.settings());
  }

  /// For as many label sets as there are.
  public static Explainer of(ScrapePath path) {
    return new Explainer(path);
  }

  /// Explains a target with the labels that discovery gives it.
  public Explanation target(Labels discovered) {
    stages = new Stages();
    Verdict verdict = verdict(scrapes(discovered));
    return new Explanation(path.pool(), "", verdict, stages.all());
  }

  /// What becomes of a target without a word about it, for looks at many: what [#target] ends with.
  Optional<Target> outcome(Labels discovered) {
    for (Source source : sourcesOf(discovered)) {
      Optional<Target> target = outcome(source, discovered);
      if (target.isPresent()) {
        return target;
      }
    }
    return Optional.empty();
  }

  private Optional<Target> outcome(Source source, Labels discovered) {
    Labels labels = discovered;
    for (Relabeler relabeler : relabelers.computeIfAbsent(source, Explainer::relabelers)) {
      var relabelled = new LabelsBuilder(labels);
      if (!relabeler.apply(relabelled)) {
        return Optional.empty();
      }
      labels = relabelled.labels();
    }
    return builder.build(labels, group(labels)) instanceof Kept(var target)
        ? Optional.of(target)
        : Optional.empty();
  }

  private static List<Relabeler> relabelers(Source source) {
    return source.rules().stream()
        .map(rules -> new Relabeler(RelabelRules.of(rules.rules())))
        .toList();
  }

  private static TargetGroup group(Labels labels) {
    return new TargetGroup("", List.of(labels), Labels.EMPTY);
  }

  /// Explains a sample as a target exposes it. Without a target it is one that has no labels.
  ///
  /// Throws `ConfigException` where `text` is not a sample.
  public Explanation sample(Optional<Labels> discovered, String text) {
    stages = new Stages();
    Labels exposed = SampleText.labels(text);
    Labels labels = Labels.EMPTY;
    if (discovered.isPresent()) {
      List<Target> targets = scrapes(discovered.get());
      if (targets.isEmpty()) {
        return new Explanation(path.pool(), text, verdict(targets), stages.all());
      }
      labels = targets.getFirst().labels();
    }
    Verdict verdict = new SampleExplainer(path, stages).explain(exposed, labels);
    return new Explanation(path.pool(), text, verdict, stages.all());
  }

  /// What the target becomes, over each way that leads to the scrape.
  private List<Target> scrapes(Labels discovered) {
    var targets = new ArrayList<Target>();
    for (Source source : sourcesOf(discovered)) {
      viaSource(source, discovered).ifPresent(targets::add);
    }
    return targets;
  }

  /// Those that know the target; all of them where none does.
  private List<Source> sourcesOf(Labels discovered) {
    List<Source> knowing =
        path.sources().stream().filter(source -> known(source).contains(discovered)).toList();
    return knowing.isEmpty() ? path.sources() : knowing;
  }

  private Set<Labels> known(Source source) {
    return known.computeIfAbsent(source, one -> new HashSet<>(one.targets()));
  }

  private Optional<Target> viaSource(Source source, Labels discovered) {
    SourceFindings findings = proven.computeIfAbsent(source, one -> SourceFindings.of(path, one));
    OptionalInt from = OptionalInt.empty();
    Labels labels = discovered;
    for (int i = 0; i < source.rules().size(); i++) {
      TargetRules rules = source.rules().get(i);
      var place =
          new Place(Kind.TARGET_RULES, rules.component(), rules.component(), rules.position());
      Stage stage =
          stages.relabel(
              from, place, rules.rules(), findings.components().get(i), labels, List.of());
      if (!stage.kept()) {
        return Optional.empty();
      }
      labels = stage.output();
      from = stages.end();
    }
    return scrape(from, labels, findings.job());
  }

  private Optional<Target> scrape(OptionalInt before, Labels labels, List<RuleFinding> findings) {
    TargetGroup group = group(labels);
    Labels relabelled = builder.discoveredLabels(labels, group);
    OptionalInt from = before;
    List<RelabelRule> rules = path.settings().relabelRules();
    if (!rules.isEmpty()) {
      Stage stage =
          stages.relabel(from, path.targetRules(), rules, findings, relabelled, List.of());
      if (!stage.kept()) {
        return Optional.empty();
      }
      relabelled = stage.output();
      from = stages.end();
    }
    switch (builder.build(labels, group)) {
      case Kept(var target) -> {
        List<String> notes = notes(relabelled, target);
        stages.pass(from, path.scrape(), relabelled, target.labels(), notes);
        return Optional.of(target);
      }
      case Invalid(_, var message) -> {
        List<String> notes = List.of("this is not a target: " + message);
        stages.pass(from, path.scrape(), relabelled, Labels.EMPTY, notes);
        return Optional.empty();
      }
      case Dropped _ -> throw new IllegalStateException("BUG: dropped by rules that keep it");
    }
  }

  private static List<String> notes(Labels relabelled, Target target) {
    var notes = new ArrayList<String>();
    notes.add("scraped at " + target.url() + " every " + Durations.format(target.interval()));
    if (relabelled.getOrEmpty("instance").isEmpty()) {
      notes.add("no rule sets instance, so it is __address__");
    }
    return notes;
  }

  private Verdict verdict(List<Target> targets) {
    if (!targets.isEmpty()) {
      Target target = targets.getFirst();
      String sentence = "kept: scraped at " + target.url() + " as " + target.labels();
      return new Verdict(
          true, sentence, OptionalInt.empty(), OptionalInt.empty(), target.url().toString());
    }
    return stages.isEmpty()
        ? Verdicts.nothing("nothing is known of how targets come to " + path.pool())
        : Verdicts.dropped(stages.last());
  }
}
