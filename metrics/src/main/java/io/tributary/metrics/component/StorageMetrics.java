package io.tributary.metrics.component;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.metrics.wal.Wal;

/// What the originals tell of the log of a `prometheus.remote_write`, where it has a meaning here.
///
/// Source: grafana/agent `internal/static/metrics/wal/wal.go`.
final class StorageMetrics {
  private final Wal wal;

  StorageMetrics(Wal wal) {
    this.wal = wal;
  }

  void register(PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("prometheus_remote_write_wal_storage_active_series")
        .help("Current number of active series being tracked by the WAL storage")
        .callback(callback -> callback.call((double) wal.statistics().activeSeries()))
        .register(registry);
    CounterWithCallback.builder()
        .name("prometheus_remote_write_wal_samples_appended_total")
        .help("Total number of samples appended to the WAL")
        .callback(callback -> {
          var appended = wal.statistics().appended();
          callback.call((double) (appended.floatSamples() + appended.histogramSamples()));
        })
        .register(registry);
    CounterWithCallback.builder()
        .name("prometheus_remote_write_wal_exemplars_appended_total")
        .help("Total number of exemplars appended to the WAL")
        .callback(callback -> callback.call((double) wal.statistics().appended().exemplars()))
        .register(registry);
  }
}
