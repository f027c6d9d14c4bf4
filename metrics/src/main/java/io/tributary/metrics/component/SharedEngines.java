package io.tributary.metrics.component;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.component.ComponentContext;
import io.tributary.metrics.scrape.ScrapeMetrics;
import io.tributary.metrics.wal.Wal;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The engines of one agent with jobs and destinations, as Prometheus is one: one set of metrics
/// without a word about components, and one log.
///
/// A job or a destination that cannot work leaves the others alone, and is tried again with every
/// load. Whoever makes this opens the log before the graph and closes it behind it.
public final class SharedEngines implements Engines {
  private final PrometheusRegistry registry;
  private final ScrapeMetrics scrapeMetrics;
  private final Predicate<String> isHeld;

  /// What is to be done when jobs are released, by their names. Guarded by itself.
  private final Map<String, Runnable> waiting = new HashMap<>();

  private volatile @Nullable Wal log;

  /// `isHeld` is asked for the name of a job; [#release] has to be called when that ends.
  public SharedEngines(PrometheusRegistry registry, Predicate<String> isHeld) {
    this.registry = registry;
    this.scrapeMetrics = new ScrapeMetrics(registry);
    this.isHeld = isHeld;
  }

  public ScrapeMetrics scrapeMetrics() {
    return scrapeMetrics;
  }

  /// The log of all destinations.
  public void use(Wal wal) {
    log = wal;
  }

  @Override
  public PrometheusRegistry registry(ComponentContext context) {
    return registry;
  }

  @Override
  public ScrapeMetrics scrapeMetrics(ComponentContext context) {
    return scrapeMetrics;
  }

  @Override
  public Wal openLog(ComponentContext context, DataPlane plane) {
    Wal wal = log;
    if (wal == null) {
      throw new IllegalStateException("BUG: the log is not open yet");
    }
    return wal;
  }

  @Override
  public void closeLog(Wal wal) {
    // Others may use it still.
  }

  @Override
  public boolean areLenient() {
    return true;
  }

  @Override
  public boolean holdsTargets(String job, Runnable onRelease) {
    synchronized (waiting) {
      boolean holds = isHeld.test(job);
      if (holds) {
        waiting.put(job, onRelease);
      }
      return holds;
    }
  }

  /// A job that was held is not held any more.
  public void release(String job) {
    Runnable onRelease;
    synchronized (waiting) {
      onRelease = waiting.remove(job);
    }
    if (onRelease != null) {
      onRelease.run();
    }
  }
}
