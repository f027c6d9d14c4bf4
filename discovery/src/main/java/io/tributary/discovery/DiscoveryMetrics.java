package io.tributary.discovery;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// What a [DiscoveryManager] tells of itself. One instance serves all managers of a registry; they
/// differ in the label `name`.
///
/// Source: prometheus/prometheus `discovery/metrics.go`.
public final class DiscoveryMetrics {
  final Gauge failedConfigs;
  final Gauge discoveredTargets;
  final Counter receivedUpdates;
  final Counter updates;
  final Counter updatesDelayed;
  final Counter updatesRefused;
  final Gauge lastUpdate;

  public DiscoveryMetrics(PrometheusRegistry registry) {
    failedConfigs =
        Gauge.builder()
            .name("prometheus_sd_failed_configs")
            .help("Current number of service discovery configurations that failed to load.")
            .labelNames("name")
            .register(registry);
    discoveredTargets =
        Gauge.builder()
            .name("prometheus_sd_discovered_targets")
            .help("Current number of discovered targets.")
            .labelNames("name", "config")
            .register(registry);
    receivedUpdates =
        Counter.builder()
            .name("prometheus_sd_received_updates_total")
            .help("Total number of update events received from the SD providers.")
            .labelNames("name")
            .register(registry);
    updates =
        Counter.builder()
            .name("prometheus_sd_updates_total")
            .help("Total number of update events sent to the SD consumers.")
            .labelNames("name")
            .register(registry);
    updatesDelayed =
        Counter.builder()
            .name("prometheus_sd_updates_delayed_total")
            .help("Total number of update events that couldn't be sent immediately.")
            .labelNames("name")
            .register(registry);
    updatesRefused =
        Counter.builder()
            .name("tributary_sd_updates_refused_total")
            .help("Total number of update events with more targets than a provider may have.")
            .labelNames("name")
            .register(registry);
    lastUpdate =
        Gauge.builder()
            .name("prometheus_sd_last_update_timestamp_seconds")
            .help("Timestamp of the last update sent to the SD consumers.")
            .labelNames("name", "config")
            .register(registry);
  }

  /// Shows what a manager will count before it counts anything.
  void begin(String name) {
    failedConfigs.initLabelValues(name);
    receivedUpdates.initLabelValues(name);
    updates.initLabelValues(name);
    updatesDelayed.initLabelValues(name);
    updatesRefused.initLabelValues(name);
  }

  void forget(String name, String job) {
    discoveredTargets.remove(name, job);
    lastUpdate.remove(name, job);
  }
}
