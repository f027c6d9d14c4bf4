package io.tributary.agent.web;

import io.tributary.agent.explain.ExplainView;
import io.tributary.metrics.scrape.ScrapeManager.TargetMetadata;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.metrics.scrape.TargetSnapshot;
import io.tributary.metrics.scrape.cardinality.ExposedSeries;
import io.tributary.model.labels.Labels;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// What the HTTP surface may know of the running agent. Thread-safe; answers are snapshots.
public interface AgentView extends ExplainView {
  /// Names of the scrape pools, sorted.
  List<String> pools();

  Optional<ScrapeSettings> settings(String pool);

  /// The configuration of one pool as YAML, secrets masked.
  Optional<String> poolYaml(String pool);

  /// Active targets, by pool.
  SortedMap<String, List<TargetSnapshot>> targets();

  /// Labels of the targets that relabelling dropped, by pool.
  SortedMap<String, List<Labels>> droppedTargets();

  /// How many targets relabelling dropped, by pool.
  SortedMap<String, Integer> droppedCounts();

  List<TargetMetadata> metadata();

  /// The series of all targets that were scraped.
  List<ExposedSeries> exposed();

  /// The whole configuration in force as YAML, secrets masked, defaults filled in.
  String configYaml();

  boolean wasLastReloadSuccessful();

  /// When the configuration in force was loaded, in epoch milliseconds.
  long lastConfigMs();
}
