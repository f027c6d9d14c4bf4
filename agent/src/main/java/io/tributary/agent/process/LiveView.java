package io.tributary.agent.process;

import io.tributary.agent.explain.ExplainPlan;
import io.tributary.agent.explain.PrometheusPlan;
import io.tributary.agent.explain.ScrapePath;
import io.tributary.agent.lifecycle.ConfigReloads;
import io.tributary.agent.web.AgentView;
import io.tributary.dialects.prometheus.PrometheusConfig;
import io.tributary.metrics.scrape.ScrapeManager;
import io.tributary.metrics.scrape.ScrapeManager.TargetMetadata;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.metrics.scrape.TargetSnapshot;
import io.tributary.metrics.scrape.cardinality.ExposedSeries;
import io.tributary.model.labels.Labels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;

/// What the HTTP surface may know, from the engines as they are now. Before the engines exist there
/// are no targets.
final class LiveView implements AgentView {
  private final Supplier<Optional<ScrapeManager>> scrapes;
  private final ConfigReloads reloads;

  LiveView(Supplier<Optional<ScrapeManager>> scrapes, ConfigReloads reloads) {
    this.scrapes = scrapes;
    this.reloads = reloads;
  }

  @Override
  public List<String> pools() {
    return scrapes.get().map(ScrapeManager::jobNames).orElse(List.of());
  }

  @Override
  public Optional<ScrapeSettings> settings(String pool) {
    return scrapes.get().flatMap(engine -> Optional.ofNullable(engine.settings(pool)));
  }

  @Override
  public Optional<String> poolYaml(String pool) {
    return settings(pool).map(PrometheusConfig::yamlOf);
  }

  @Override
  public SortedMap<String, List<TargetSnapshot>> targets() {
    return scrapes.get().map(ScrapeManager::targets).orElse(Collections.emptySortedMap());
  }

  @Override
  public SortedMap<String, List<Labels>> droppedTargets() {
    return scrapes.get().map(ScrapeManager::droppedTargets).orElse(Collections.emptySortedMap());
  }

  @Override
  public SortedMap<String, Integer> droppedCounts() {
    return scrapes.get().map(ScrapeManager::droppedCounts).orElse(Collections.emptySortedMap());
  }

  @Override
  public List<ExposedSeries> exposed() {
    return scrapes.get().map(ScrapeManager::exposed).orElse(List.of());
  }

  @Override
  public List<TargetMetadata> metadata() {
    return scrapes.get().map(ScrapeManager::metadata).orElse(List.of());
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
    return reloads.wasSuccessful();
  }

  @Override
  public long lastConfigMs() {
    return reloads.successMs();
  }
}
