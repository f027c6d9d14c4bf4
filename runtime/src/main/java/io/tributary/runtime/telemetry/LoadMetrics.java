package io.tributary.runtime.telemetry;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// Which configuration is loaded, and whether the last attempt went well.
///
/// A load counts as successful when nothing in it was wrong. The original looks at the syntax
/// alone.
public final class LoadMetrics {
  private static final double MILLIS = 1000;

  private final Clock clock;
  private final Gauge alloyHash;
  private final Gauge agentHash;
  private final List<Gauge> successful = new ArrayList<>();
  private final List<Gauge> successTime = new ArrayList<>();
  private final List<Counter> failures = new ArrayList<>();

  public LoadMetrics(PrometheusRegistry registry, Clock clock) {
    this.clock = clock;
    alloyHash =
        Gauge.builder()
            .name("alloy_config_hash")
            .help("SHA-256 of the configuration that was tried last.")
            .labelNames("sha256", "cluster_name")
            .register(registry);
    agentHash =
        Gauge.builder()
            .name("agent_config_hash")
            .help("SHA-256 of the configuration that was tried last.")
            .labelNames("sha256")
            .register(registry);
    for (String family : Names.FAMILIES) {
      successful.add(
          Gauge.builder()
              .name(family + "_config_last_load_successful")
              .help("Whether the last load went well.")
              .register(registry));
      successTime.add(
          Gauge.builder()
              .name(family + "_config_last_load_success_timestamp_seconds")
              .help("When a load last went well, as Unix time.")
              .register(registry));
      failures.add(
          Counter.builder()
              .name(family + "_config_load_failures_total")
              .help("Loads in which something was wrong.")
              .register(registry));
    }
  }

  public void loaded(String sha256, String clusterName, boolean isSuccess) {
    alloyHash.clear();
    alloyHash.labelValues(sha256, clusterName).set(1);
    agentHash.clear();
    agentHash.labelValues(sha256).set(1);
    successful.forEach(gauge -> gauge.set(isSuccess ? 1 : 0));
    if (isSuccess) {
      successTime.forEach(gauge -> gauge.set(clock.wallMs() / MILLIS));
    } else {
      failures.forEach(Counter::inc);
    }
  }
}
