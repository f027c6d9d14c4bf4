package io.tributary.metrics.component;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.component.ComponentContext;
import io.tributary.metrics.scrape.ScrapeMetrics;
import io.tributary.metrics.wal.Wal;

/// What the engines behind components have for themselves, and what they share.
///
/// In a graph that a user wrote, each has all of it for itself: [#OWN]. Where a configuration says
/// that there is one agent with jobs and destinations, they share it: [SharedEngines].
public interface Engines {
  /// Each component has metrics and a log of its own, and refuses what it cannot work with.
  Engines OWN = new OwnEngines();

  /// Where the engine of a component tells of itself.
  PrometheusRegistry registry(ComponentContext context);

  /// The same for one that scrapes.
  ScrapeMetrics scrapeMetrics(ComponentContext context);

  /// The log of a component, which gives it back to [#closeLog].
  Wal openLog(ComponentContext context, DataPlane plane);

  void closeLog(Wal wal);

  /// Whether components take arguments that cannot come into force now, go on with what they have,
  /// and say so when they are asked: [Settles].
  boolean areLenient();

  /// Whether a job has to leave its targets as they are for the time being. If so, `onRelease` is
  /// called when it may take others.
  boolean holdsTargets(String job, Runnable onRelease);
}
