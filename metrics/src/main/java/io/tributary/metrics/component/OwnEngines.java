package io.tributary.metrics.component;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.component.ComponentContext;
import io.tributary.metrics.scrape.ScrapeMetrics;
import io.tributary.metrics.wal.Wal;
import io.tributary.metrics.wal.WalSettings;

/// Nothing is shared.
final class OwnEngines implements Engines {
  @Override
  public PrometheusRegistry registry(ComponentContext context) {
    return context.registry();
  }

  @Override
  public ScrapeMetrics scrapeMetrics(ComponentContext context) {
    return new ScrapeMetrics(context.registry());
  }

  /// In the data directory of the component.
  @Override
  public Wal openLog(ComponentContext context, DataPlane plane) {
    return plane.openLog(
        WalSettings.of(context.dataDirectory()), context.clock(), context.registry());
  }

  @Override
  public void closeLog(Wal wal) {
    wal.close();
  }

  @Override
  public boolean areLenient() {
    return false;
  }

  @Override
  public boolean holdsTargets(String job, Runnable onRelease) {
    return false;
  }
}
