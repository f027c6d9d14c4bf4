package io.tributary.agent.explain;

import io.tributary.agent.explain.ScrapePath.Destination;
import io.tributary.agent.explain.ScrapePath.Next;
import io.tributary.agent.explain.ScrapePath.SampleRules;
import io.tributary.agent.explain.ScrapePath.Source;
import io.tributary.agent.explain.ScrapePath.TargetRules;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.analysis.LabelState;
import io.tributary.model.relabel.analysis.RuleAnalysis;
import io.tributary.model.relabel.analysis.RuleFinding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What can be said of every rule of a plan before anything passes it.
///
/// Rules that several ways lead through are listed once, and a finding counts only if it holds on
/// all of these ways.
public record PlanFindings(List<PlacedRule> rules, List<PlacedFinding> findings) {
  public PlanFindings {
    rules = List.copyOf(rules);
    findings = List.copyOf(findings);
  }

  /// A rule with the list that it belongs to.
  public record PlacedRule(String place, int number, RelabelRule rule, boolean isOfSamples) {}

  /// A finding with the list that its rule belongs to.
  public record PlacedFinding(String place, RuleFinding finding) {}

  public static PlanFindings of(ExplainPlan plan) {
    var walk = new Walk();
    plan.paths().forEach(walk::path);
    return walk.result();
  }

  /// A list of rules, what may come to it over each way, and what follows from each.
  private record Place(
      String name, List<RelabelRule> rules, boolean isOfSamples, List<RuleAnalysis> ways) {}

  private record Key(String name, List<RelabelRule> rules) {}

  private static final class Walk {
    private final Map<Key, Place> places = new LinkedHashMap<>();

    /// By identity: what comes behind one of them is reached over many ways.
    private final Set<Next> visited = Collections.newSetFromMap(new IdentityHashMap<>());

    void path(ScrapePath path) {
      for (Source source : path.sources()) {
        LabelState possible = source.possible();
        for (TargetRules rules : source.rules()) {
          possible = add(rules.component(), rules.rules(), false, possible);
        }
        add(
            path.targetRules().name(),
            path.settings().relabelRules(),
            false,
            DiscoveryFacts.withDefaults(possible, path.settings()));
      }
      add(
          path.metricRules().name(),
          path.settings().metricRelabelRules(),
          true,
          SampleFacts.scraped(path));
      path.forwardTo().forEach(this::next);
    }

    private void next(Next next) {
      if (!visited.add(next)) {
        return;
      }
      switch (next) {
        case SampleRules rules -> {
          add(rules.component(), rules.rules(), true, LabelState.unknown());
          rules.forwardTo().forEach(this::next);
        }
        case Destination destination ->
            add(
                "write relabelling for \"" + destination.name() + '"',
                destination.rules(),
                true,
                SampleFacts.sent(destination.externalLabels()));
      }
    }

    private LabelState add(
        String name, List<RelabelRule> rules, boolean isOfSamples, LabelState possible) {
      RuleAnalysis analysis = RuleAnalysis.of(rules, possible);
      places
          .computeIfAbsent(
              new Key(name, rules), _ -> new Place(name, rules, isOfSamples, new ArrayList<>()))
          .ways()
          .add(analysis);
      return analysis.after();
    }

    PlanFindings result() {
      var rules = new ArrayList<PlacedRule>();
      var findings = new ArrayList<PlacedFinding>();
      for (Place place : places.values()) {
        int number = 0;
        for (RelabelRule rule : place.rules()) {
          rules.add(new PlacedRule(place.name(), ++number, rule, place.isOfSamples()));
        }
        for (RuleFinding finding : place.ways().getFirst().findings()) {
          if (place.ways().stream().allMatch(way -> holds(finding, way))) {
            findings.add(new PlacedFinding(place.name(), finding));
          }
        }
      }
      return new PlanFindings(rules, findings);
    }

    private static boolean holds(RuleFinding finding, RuleAnalysis way) {
      return way.of(finding.number()).stream().anyMatch(other -> other.kind() == finding.kind());
    }
  }
}
