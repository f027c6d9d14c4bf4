package io.tributary.agent.web.graph;

import io.tributary.agent.explain.ExplainPlan;
import io.tributary.agent.explain.RiverPlan;
import io.tributary.agent.explain.ScrapePath;
import io.tributary.agent.web.AgentView;
import io.tributary.dialects.prometheus.PrometheusConfig;
import io.tributary.metrics.component.ScrapesTargets;
import io.tributary.metrics.scrape.ScrapeManager;
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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;

/// The targets of all components of a graph, as the API of Prometheus tells of them. A pool has the
/// name of its job; jobs of one name are one pool.
public final class GraphView implements AgentView {
  private final GraphRuntime graph;
  private final LoadStatus status;

  public GraphView(GraphRuntime graph, LoadStatus status) {
    this.graph = graph;
    this.status = status;
  }

  private Stream<ScrapeManager> engines() {
    return graph.capable(ScrapesTargets.class).values().stream().map(ScrapesTargets::scrapes);
  }

  @Override
  public List<String> pools() {
    var names = new TreeSet<String>();
    engines().forEach(engine -> names.addAll(engine.jobNames()));
    return List.copyOf(names);
  }

  @Override
  public Optional<ScrapeSettings> settings(String pool) {
    return engines().flatMap(engine -> Stream.ofNullable(engine.settings(pool))).findFirst();
  }

  @Override
  public Optional<String> poolYaml(String pool) {
    return settings(pool).map(PrometheusConfig::yamlOf);
  }

  @Override
  public SortedMap<String, List<TargetSnapshot>> targets() {
    return merged(ScrapeManager::targets, GraphView::joined);
  }

  @Override
  public SortedMap<String, List<Labels>> droppedTargets() {
    return merged(ScrapeManager::droppedTargets, GraphView::joined);
  }

  @Override
  public SortedMap<String, Integer> droppedCounts() {
    return merged(ScrapeManager::droppedCounts, Integer::sum);
  }

  @Override
  public ExplainPlan explainPlan() {
    return RiverPlan.of(graph.blocks());
  }

  /// Those at the beginning of the way, before any component has relabelled them.
  @Override
  public List<Labels> discovered(ScrapePath path) {
    return path.knownTargets();
  }

  private <V> SortedMap<String, V> merged(
      Function<ScrapeManager, SortedMap<String, V>> part, BinaryOperator<V> join) {
    var all = new TreeMap<String, V>();
    engines()
        .forEach(
            engine -> part.apply(engine).forEach((pool, value) -> all.merge(pool, value, join)));
    return all;
  }

  private static <T> List<T> joined(List<T> some, List<T> more) {
    var all = new ArrayList<T>(some);
    all.addAll(more);
    return all;
  }

  @Override
  public List<TargetMetadata> metadata() {
    return engines().flatMap(engine -> engine.metadata().stream()).toList();
  }

  @Override
  public List<ExposedSeries> exposed() {
    return engines().flatMap(engine -> engine.exposed().stream()).toList();
  }

  @Override
  public String configYaml() {
    return EffectiveRiver.of(graph);
  }

  @Override
  public boolean wasLastReloadSuccessful() {
    return status.wasClean();
  }

  @Override
  public long lastConfigMs() {
    return status.appliedMs();
  }
}
