package io.tributary.agent.explain;

import io.tributary.agent.explain.ScrapePath.Destination;
import io.tributary.agent.explain.ScrapePath.Next;
import io.tributary.agent.explain.ScrapePath.Source;
import io.tributary.base.config.SourcePosition;
import io.tributary.base.secret.SecretUrls;
import io.tributary.dialects.prometheus.LocatedConfig;
import io.tributary.dialects.prometheus.PrometheusConfig;
import io.tributary.discovery.DiscoverySettings;
import io.tributary.discovery.file.FileDiscoverySettings;
import io.tributary.discovery.statics.StaticDiscoverySettings;
import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.model.labels.Labels;
import io.tributary.model.relabel.RelabelRule;
import java.util.ArrayList;
import java.util.List;

/// The ways through a `prometheus.yml`: each job for itself, and every sample to every destination.
public final class PrometheusPlan {
  private final Labels external;
  private final boolean readsFiles;

  private PrometheusPlan(PrometheusConfig config, boolean readsFiles) {
    external = config.global().externalLabels();
    this.readsFiles = readsFiles;
  }

  /// For a configuration that is in force, of which somebody else knows the targets.
  public static ExplainPlan of(PrometheusConfig config) {
    var plan = new PrometheusPlan(config, false);
    List<Next> destinations =
        config.remoteWrites().stream()
            .map(one -> (Next) plan.destination(one, position(one.writeRelabelRules())))
            .toList();
    return new ExplainPlan(
        config.scrapeJobs().stream()
            .map(job -> plan.path(job, position(job.relabelRules()), destinations))
            .toList(),
        List.of());
  }

  /// For a file. `readsFiles` also lists the targets that files of `file_sd_configs` hold now.
  public static ExplainPlan of(LocatedConfig located, boolean readsFiles) {
    var plan = new PrometheusPlan(located.config(), readsFiles);
    List<Next> destinations =
        located.destinations().stream()
            .map(one -> (Next) plan.destination(one.settings(), one.place().place().start()))
            .toList();
    return new ExplainPlan(
        located.jobs().stream()
            .map(job -> plan.path(job.settings(), job.place().place().start(), destinations))
            .toList(),
        List.of());
  }

  /// That of the first rule: settings do not know where they are written.
  private static SourcePosition position(List<RelabelRule> rules) {
    return rules.stream().map(RelabelRule::position).findFirst().orElse(SourcePosition.NONE);
  }

  private ScrapePath path(ScrapeSettings job, SourcePosition position, List<Next> destinations) {
    var targets = new ArrayList<Labels>();
    var notes = new ArrayList<String>();
    for (DiscoverySettings mechanism : job.discovery()) {
      switch (mechanism) {
        case StaticDiscoverySettings(var groups) -> targets.addAll(DiscoveryFacts.targets(groups));
        case FileDiscoverySettings files when readsFiles -> {
          TargetFiles read = TargetFiles.read(files.files());
          targets.addAll(DiscoveryFacts.targets(read.groups()));
          notes.addAll(read.unmatched());
          notes.addAll(read.problems());
        }
        default ->
            notes.add("what " + mechanism.mechanism() + " discovery finds is not known here");
      }
    }
    var source =
        new Source(
            "discovery of job \"" + job.jobName() + '"',
            targets,
            DiscoveryFacts.of(job.discovery()),
            List.of());
    return new ScrapePath(job.jobName(), "", position, job, List.of(source), destinations, notes);
  }

  private Destination destination(RemoteWriteSettings settings, SourcePosition position) {
    return new Destination(
        "",
        settings.name(),
        SecretUrls.shown(settings.url()),
        position,
        external,
        settings.writeRelabelRules());
  }
}
