package io.tributary.discovery;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Metrics of all mechanisms that ask at intervals, by mechanism and job.
///
/// Source: prometheus/prometheus `discovery/metrics_refresh.go`.
public final class RefreshMetrics {
  private record Key(String mechanism, String config) {}

  private final Counter failures;
  private final Summary duration;
  private final Histogram durationHistogram;

  /// How many discoverers share a series: it goes with the last. Guarded by itself.
  private final Map<Key, Integer> users = new HashMap<>();

  public RefreshMetrics(PrometheusRegistry registry) {
    failures =
        Counter.builder()
            .name("prometheus_sd_refresh_failures_total")
            .help("Number of refresh failures for the given SD mechanism.")
            .labelNames("mechanism", "config")
            .register(registry);
    duration =
        Summary.builder()
            .name("prometheus_sd_refresh_duration_seconds")
            .help("The duration of a refresh in seconds for the given SD mechanism.")
            .labelNames("mechanism", "config")
            .quantile(0.5, 0.05)
            .quantile(0.9, 0.01)
            .quantile(0.99, 0.001)
            .register(registry);
    durationHistogram =
        Histogram.builder()
            .name("prometheus_sd_refresh_duration_histogram_seconds")
            .help("The duration of a refresh for the given SD mechanism.")
            .labelNames("mechanism")
            .classicUpperBounds(.01, .1, 1, 10)
            .nativeInitialSchema(3)
            .nativeMaxNumberOfBuckets(100)
            .nativeResetDuration(1, TimeUnit.HOURS)
            .register(registry);
  }

  void begin(String mechanism, String config) {
    synchronized (users) {
      users.merge(new Key(mechanism, config), 1, Integer::sum);
    }
    failures.initLabelValues(mechanism, config);
    duration.initLabelValues(mechanism, config);
    durationHistogram.initLabelValues(mechanism);
  }

  void end(String mechanism, String config) {
    synchronized (users) {
      if (users.merge(new Key(mechanism, config), -1, Integer::sum) == 0) {
        users.remove(new Key(mechanism, config));
        failures.remove(mechanism, config);
        duration.remove(mechanism, config);
      }
    }
  }

  void refreshed(String mechanism, String config, long nanos, boolean failed) {
    double seconds = nanos / 1e9;
    synchronized (users) {
      if (!users.containsKey(new Key(mechanism, config))) {
        return; // A refresh that outlived its discoverer.
      }
      duration.labelValues(mechanism, config).observe(seconds);
      durationHistogram.labelValues(mechanism).observe(seconds);
      if (failed) {
        failures.labelValues(mechanism, config).inc();
      }
    }
  }
}
