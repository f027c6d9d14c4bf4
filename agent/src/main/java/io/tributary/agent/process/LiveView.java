package io.tributary.agent.process;

import io.tributary.agent.explain.ExplainPlan;
import io.tributary.agent.explain.PrometheusPlan;
import io.tributary.agent.explain.ScrapePath;
import io.tributary.agent.lifecycle.ConfigReloads;
import io.tributary.agent.web.AgentView;
import io.tributary.agent.web.graph.GraphView;
import io.tributary.agent.web.graph.LoadStatus;
import io.tributary.dialects.prometheus.PrometheusConfig;
import io.tributary.discovery.DiscoverySettings;
import io.tributary.metrics.scrape.ScrapeManager.TargetMetadata;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.metrics.scrape.TargetSnapshot;
import io.tributary.metrics.scrape.cardinality.ExposedSeries;
import io.tributary.model.labels.Labels;
import io.tributary.runtime.GraphRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// What the HTTP surface may know: of targets from the components as they are now, of the
/// configuration from the file in force.
final class LiveView implements AgentView {
  private final GraphView graph;
  private final ConfigReloads reloads;

  LiveView(GraphRuntime graph, ConfigReloads reloads) {
    this.graph = new GraphView(graph, status(reloads));
    this.reloads = reloads;
  }

  private static LoadStatus status(ConfigReloads reloads) {
    return new LoadStatus() {
      @Override
      public boolean wasClean() {
        return reloads.wasSuccessful();
      }

      @Override
      public long appliedMs() {
        return reloads.successMs();
      }
    };
  }

  @Override
  public List<String> pools() {
    return graph.pools();
  }

  /// As the engine has them, with the discovery that finds its targets.
  @Override
  public Optional<ScrapeSettings> settings(String pool) {
    return graph.settings(pool).map(settings -> settings.withDiscovery(discovery(pool)));
  }

  private List<DiscoverySettings> discovery(String pool) {
    return reloads.current().scrapeJobs().stream()
        .filter(job -> job.jobName().equals(pool))
        .findFirst()
        .map(ScrapeSettings::discovery)
        .orElse(List.of());
  }

  @Override
  public Optional<String> poolYaml(String pool) {
    return settings(pool).map(PrometheusConfig::yamlOf);
  }

  @Override
  public SortedMap<String, List<TargetSnapshot>> targets() {
    return graph.targets();
  }

  @Override
  public SortedMap<String, List<Labels>> droppedTargets() {
    return graph.droppedTargets();
  }

  @Override
  public SortedMap<String, Integer> droppedCounts() {
    return graph.droppedCounts();
  }

  @Override
  public List<ExposedSeries> exposed() {
    return graph.exposed();
  }

  @Override
  public List<TargetMetadata> metadata() {
    return graph.metadata();
  }

  @Override
  public ExplainPlan explainPlan() {
    return PrometheusPlan.of(reloads.current());
  }

  @Override
  public List<Labels> discovered(ScrapePath path) {
    var all = new ArrayList<Labels>();
    targets().getOrDefault(path.pool(), List.of()).forEach(one -> all.add(one.discovered()));
    all.addAll(droppedTargets().getOrDefault(path.pool(), List.of()));
    return all;
  }

  @Override
  public String configYaml() {
    return reloads.current().effectiveYaml();
  }

  @Override
  public boolean wasLastReloadSuccessful() {
    return graph.wasLastReloadSuccessful();
  }

  @Override
  public long lastConfigMs() {
    return graph.lastConfigMs();
  }
}
