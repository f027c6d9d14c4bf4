package io.tributary.cluster.service;

import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;

/// How long things took, when they went well and when they did not, under the names of the
/// original. As there, a series is there once something was observed. Thread-safe.
final class Timings {
  /// In seconds: what the library of the original has by default.
  private static final double[] DEFAULT_BOUNDS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};

  /// Source: grafana/dskit `ring/lifecycler_metrics.go`.
  private static final double[] SHUTDOWN_BOUNDS = {10, 20, 40, 80, 160, 320, 640, 1280};

  private final Histogram refreshes =
      Histogram.builder()
          .name("agent_metrics_scraping_service_reshard_duration")
          .help("How long it took for resharding to run.")
          .labelNames("success")
          .classicOnly()
          .classicUpperBounds(DEFAULT_BOUNDS)
          .build();

  private final Histogram farewells =
      Histogram.builder()
          .name("agent_dskit_shutdown_duration_seconds")
          .help("Duration (in seconds) of shutdown procedure (ie transfer or flush).")
          .labelNames("name", "op", "status")
          .classicOnly()
          .classicUpperBounds(SHUTDOWN_BOUNDS)
          .build();

  /// A look at all configurations.
  void refreshed(boolean isGood, long nanos) {
    refreshes.labelValues(isGood ? "1" : "0").observe(nanos / 1e9);
  }

  /// All others were told that this agent leaves, or not all.
  void saidFarewell(boolean isGood, long nanos) {
    farewells
        .labelValues(ServiceMetrics.AGENT_NAME, "transfer", isGood ? "success" : "fail")
        .observe(nanos / 1e9);
  }

  List<MetricSnapshot> collect() {
    return List.of(refreshes.collect(), farewells.collect());
  }
}
