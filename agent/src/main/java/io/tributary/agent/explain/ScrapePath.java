package io.tributary.agent.explain;

import io.tributary.agent.explain.Explanation.Kind;
import io.tributary.agent.explain.Stages.Place;
import io.tributary.base.config.SourcePosition;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.model.labels.Labels;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.analysis.LabelState;
import java.util.List;

/// The way of one scrape pool: from what discovery finds to the destinations of its samples.
///
/// @param pool the name of the pool: a job, or the id of a component
/// @param component the id of the component that scrapes; empty where there are no components
/// @param settings the rules in it are those of the job itself
/// @param sources where its targets come from
/// @param forwardTo where its samples go
/// @param notes what is not known of the way
public record ScrapePath(
    String pool,
    String component,
    SourcePosition position,
    ScrapeSettings settings,
    List<Source> sources,
    List<Next> forwardTo,
    List<String> notes) {

  public ScrapePath {
    sources = List.copyOf(sources);
    forwardTo = List.copyOf(forwardTo);
    notes = List.copyOf(notes);
  }

  /// The targets that are known of all sources.
  public List<Labels> knownTargets() {
    return sources.stream().flatMap(source -> source.targets().stream()).distinct().toList();
  }

  Place targetRules() {
    List<RelabelRule> rules = settings.relabelRules();
    return new Place(
        Kind.TARGET_RULES,
        "relabel_configs of job \"" + pool + '"',
        component,
        rules.isEmpty() ? position : rules.getFirst().position());
  }

  Place scrape() {
    return new Place(Kind.SCRAPE, scrapeName(), component, position);
  }

  Place metricRules() {
    List<RelabelRule> rules = settings.metricRelabelRules();
    return new Place(
        Kind.SAMPLE_RULES,
        "metric_relabel_configs of job \"" + pool + '"',
        component,
        rules.isEmpty() ? position : rules.getFirst().position());
  }

  /// Samples with the labels of their target, where no rule of the job sees them.
  Place scrapedSamples() {
    return new Place(Kind.SAMPLE_RULES, "samples of " + scrapeName(), component, position);
  }

  private String scrapeName() {
    return component.isEmpty() ? "job \"" + pool + '"' : component;
  }

  /// Targets and the rules that they pass before they reach the scrape, first to last.
  ///
  /// @param targets those that are known without asking anybody
  /// @param possible what is known of whatever labels may come
  public record Source(
      String name, List<Labels> targets, LabelState possible, List<TargetRules> rules) {
    public Source {
      targets = List.copyOf(targets);
      rules = List.copyOf(rules);
    }
  }

  /// A component that relabels targets.
  public record TargetRules(String component, SourcePosition position, List<RelabelRule> rules) {
    public TargetRules {
      rules = List.copyOf(rules);
    }
  }

  /// Where samples come next.
  public sealed interface Next {
    SourcePosition position();

    List<RelabelRule> rules();
  }

  /// A component that relabels samples and passes them on.
  public record SampleRules(
      String component, SourcePosition position, List<RelabelRule> rules, List<Next> forwardTo)
      implements Next {
    public SampleRules {
      rules = List.copyOf(rules);
      forwardTo = List.copyOf(forwardTo);
    }
  }

  /// The end: a receiver, or a component that keeps what it gets (no URL then). `url` holds no
  /// password.
  public record Destination(
      String component,
      String name,
      String url,
      SourcePosition position,
      Labels externalLabels,
      List<RelabelRule> rules)
      implements Next {
    public Destination {
      rules = List.copyOf(rules);
    }
  }
}
