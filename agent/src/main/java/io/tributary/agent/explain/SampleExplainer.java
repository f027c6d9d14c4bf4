package io.tributary.agent.explain;

import io.tributary.agent.explain.Explanation.Kind;
import io.tributary.agent.explain.Explanation.Stage;
import io.tributary.agent.explain.Explanation.Verdict;
import io.tributary.agent.explain.ScrapePath.Destination;
import io.tributary.agent.explain.ScrapePath.Next;
import io.tributary.agent.explain.ScrapePath.SampleRules;
import io.tributary.agent.explain.Stages.Place;
import io.tributary.metrics.scrape.ScrapeManager;
import io.tributary.metrics.scrape.page.TargetLabels;
import io.tributary.model.labels.Labels;
import io.tributary.model.relabel.LabelsBuilder;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.analysis.LabelState;
import io.tributary.model.relabel.analysis.RuleAnalysis;
import io.tributary.model.relabel.analysis.RuleFinding;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// The way of a sample from its target to every destination.
final class SampleExplainer {
  /// Ways double where they part and meet again: more stages are not read by anybody.
  private static final int MAX_STAGES = 256;

  private final ScrapePath path;
  private final Stages stages;
  private final List<Stage> arrived = new ArrayList<>();
  private final List<Stage> dropped = new ArrayList<>();
  private boolean isLimited;

  SampleExplainer(ScrapePath path, Stages stages) {
    this.path = path;
    this.stages = stages;
  }

  /// `exposed` is what stands on the target's page, `target` the labels of the target.
  Verdict explain(Labels exposed, Labels target) {
    Labels scraped = withTarget(exposed, target);
    boolean own = ScrapeManager.writesItself(exposed.getOrEmpty(Labels.METRIC_NAME));
    OptionalInt from = stages.end();
    List<RelabelRule> rules = own ? List.of() : path.settings().metricRelabelRules();
    Place place = rules.isEmpty() ? path.scrapedSamples() : path.metricRules();
    Stage stage =
        stages.relabel(
            from,
            place,
            rules,
            proven(rules, SampleFacts.scraped(path)),
            scraped,
            notes(exposed, scraped, own));
    if (!stage.kept() || !isSeries(stage)) {
      return Verdicts.dropped(stages.last());
    }
    OptionalInt end = stages.end();
    path.forwardTo().forEach(next -> forward(end, next, stage.output()));
    return verdict(stage.output());
  }

  private static List<RuleFinding> proven(List<RelabelRule> rules, LabelState possible) {
    return RuleAnalysis.of(rules, possible).findings();
  }

  private Labels withTarget(Labels exposed, Labels target) {
    var labels = new LabelsBuilder(exposed);
    TargetLabels.addTo(
        labels, target, path.settings().samples().honorLabels(), name -> exposed.get(name) != null);
    return labels.labels();
  }

  private List<String> notes(Labels exposed, Labels scraped, boolean own) {
    var notes = new ArrayList<String>();
    if (own && !path.settings().metricRelabelRules().isEmpty()) {
      notes.add("series that a scrape writes about itself do not pass metric relabelling");
    }
    String renamed =
        exposed.toMap().keySet().stream()
            .filter(name -> !exposed.getOrEmpty(name).equals(scraped.getOrEmpty(name)))
            .map(name -> name + " to exported_" + name)
            .collect(Collectors.joining(", "));
    if (!renamed.isEmpty()) {
      notes.add("renamed, as the target has such a label and honor_labels is off: " + renamed);
    }
    return notes;
  }

  /// The scrape refuses series without a name, whatever else they have.
  private boolean isSeries(Stage stage) {
    if (stage.output().get(Labels.METRIC_NAME) != null) {
      return true;
    }
    stages.pass(
        stages.end(),
        path.scrapedSamples(),
        stage.output(),
        Labels.EMPTY,
        List.of(
            stage.output().isEmpty()
                ? "no labels are left"
                : "the metric name is gone, for which the whole scrape fails"));
    return false;
  }

  private void forward(OptionalInt from, Next next, Labels labels) {
    if (stages.all().size() >= MAX_STAGES) {
      isLimited = true;
      return;
    }
    switch (next) {
      case SampleRules rules -> {
        var place =
            new Place(Kind.SAMPLE_RULES, rules.component(), rules.component(), rules.position());
        Stage stage =
            stages.relabel(
                from,
                place,
                rules.rules(),
                proven(rules.rules(), SampleFacts.unknown()),
                labels,
                List.of());
        if (!stage.kept() || stage.output().isEmpty()) {
          dropped.add(stage);
          return;
        }
        OptionalInt here = OptionalInt.of(stage.index());
        rules.forwardTo().forEach(one -> forward(here, one, stage.output()));
      }
      case Destination destination -> deliver(from, destination, labels);
    }
  }

  private void deliver(OptionalInt from, Destination destination, Labels labels) {
    Labels external = destination.externalLabels();
    var all = new Labels.Builder(external);
    labels.forEach(all::set);
    Labels input = all.build();
    List<String> notes =
        input.size() == labels.size()
            ? List.of()
            : List.of("external labels are added where the series has none of that name");
    var place =
        new Place(
            Kind.DESTINATION,
            destination.url().isEmpty()
                ? destination.name()
                : "remote_write \"" + destination.name() + "\" to " + destination.url(),
            destination.component(),
            destination.position());
    Stage stage =
        stages.relabel(
            from,
            place,
            destination.rules(),
            proven(destination.rules(), SampleFacts.sent(external)),
            input,
            notes);
    (stage.kept() && !stage.output().isEmpty() ? arrived : dropped).add(stage);
  }

  private Verdict verdict(Labels scraped) {
    if (arrived.isEmpty() && dropped.isEmpty()) {
      return Verdicts.nothing("kept as " + scraped + ", but nothing is forwarded anywhere");
    }
    if (arrived.isEmpty()) {
      return Verdicts.dropped(dropped.getFirst());
    }
    String sentence =
        "kept: sent to " + arrived.stream().map(Stage::name).collect(Collectors.joining(", "));
    String lost =
        dropped.stream()
            .map(stage -> "; " + Verdicts.sentence(stage))
            .collect(Collectors.joining());
    String more = isLimited ? "; only the first " + MAX_STAGES + " stages are shown" : "";
    return new Verdict(true, sentence + lost + more, OptionalInt.empty(), OptionalInt.empty(), "");
  }
}
