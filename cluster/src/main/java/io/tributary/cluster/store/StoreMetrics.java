package io.tributary.cluster.store;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.HashMap;
import java.util.Map;

/// How long requests to stores take, under the names of the original. One for a process; a family
/// appears with the first request.
///
/// Source: grafana/dskit `kv/metrics.go`, `kv/consul/metrics.go`, `kv/multi.go`; grafana/agent
/// `instance/configstore/remote.go`.
public final class StoreMetrics {
  private static final double[] SECONDS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};
  private static final String OPERATION = "operation";
  private static final String STATUS = "status_code";

  private final PrometheusRegistry registry;
  private final Histogram listing;

  /// By prefix of their names. Guarded by itself.
  private final Map<String, Families> families = new HashMap<>();

  /// What has the same prefix.
  private static final class Families {
    final Histogram requests;
    final Histogram consulRequests;
    final Gauge primary;
    final Gauge mirrors;
    final Counter mirrored;
    final Counter notMirrored;

    Families(String prefix, PrometheusRegistry registry) {
      requests =
          histogram(
              prefix + "kv_request_duration_seconds",
              "Time spent on kv store requests.",
              registry,
              "kv_name",
              OPERATION,
              "role",
              STATUS,
              "type");
      consulRequests =
          histogram(
              prefix + "consul_request_duration_seconds",
              "Time spent on consul requests.",
              registry,
              "kv_name",
              OPERATION,
              STATUS);
      primary =
          Gauge.builder()
              .name(prefix + "multikv_primary_store")
              .help("Selected primary KV store")
              .labelNames("kv_name", "store")
              .register(registry);
      mirrors =
          Gauge.builder()
              .name(prefix + "multikv_mirror_enabled")
              .help("Is mirroring to secondary store enabled")
              .labelNames("kv_name")
              .register(registry);
      mirrored =
          Counter.builder()
              .name(prefix + "multikv_mirror_writes_total")
              .help("Number of mirror-writes to secondary store")
              .labelNames("kv_name")
              .register(registry);
      notMirrored =
          Counter.builder()
              .name(prefix + "multikv_mirror_write_errors_total")
              .help("Number of failures to mirror-write to secondary store")
              .labelNames("kv_name")
              .register(registry);
    }
  }

  public StoreMetrics(PrometheusRegistry registry) {
    this.registry = registry;
    listing =
        histogram(
            "agent_configstore_consul_request_duration_seconds",
            "Time spent on consul requests when listing configs.",
            registry,
            OPERATION,
            STATUS);
  }

  private static Histogram histogram(
      String name, String help, PrometheusRegistry registry, String... labels) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .classicOnly()
        .classicUpperBounds(SECONDS)
        .register(registry);
  }

  private Families families(StoreUse use) {
    synchronized (families) {
      return families.computeIfAbsent(use.metricPrefix(), prefix -> new Families(prefix, registry));
    }
  }

  void requested(
      StoreUse use, String role, String type, String operation, boolean isSuccess, long nanos) {
    families(use)
        .requests
        .labelValues(use.name(), operation, role, status(isSuccess), type)
        .observe(nanos / 1e9);
  }

  void consulRequested(StoreUse use, String operation, boolean isSuccess, long nanos) {
    families(use)
        .consulRequests
        .labelValues(use.name(), operation, status(isSuccess))
        .observe(nanos / 1e9);
  }

  /// A list of all configurations in Consul.
  void listed(boolean isSuccess, long nanos) {
    listing.labelValues("List", status(isSuccess)).observe(nanos / 1e9);
  }

  private static String status(boolean isSuccess) {
    return isSuccess ? "200" : "500";
  }

  void usesTwo(StoreUse use, String primary, String secondary, boolean mirrors) {
    Families of = families(use);
    of.primary.labelValues(use.name(), primary).set(1);
    of.primary.labelValues(use.name(), secondary).set(0);
    of.mirrors.labelValues(use.name()).set(mirrors ? 1 : 0);
    of.mirrored.initLabelValues(use.name());
    of.notMirrored.initLabelValues(use.name());
  }

  void mirrored(StoreUse use, boolean isSuccess) {
    families(use).mirrored.labelValues(use.name()).inc();
    if (!isSuccess) {
      families(use).notMirrored.labelValues(use.name()).inc();
    }
  }
}
