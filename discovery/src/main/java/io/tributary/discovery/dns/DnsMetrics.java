package io.tributary.discovery.dns;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// Metrics of all DNS discovery.
///
/// Source: prometheus/prometheus `discovery/dns/metrics.go`.
public final class DnsMetrics {
  final Counter lookups;
  final Counter failures;

  public DnsMetrics(PrometheusRegistry registry) {
    lookups =
        Counter.builder()
            .name("prometheus_sd_dns_lookups_total")
            .help("The number of DNS-SD lookups.")
            .register(registry);
    failures =
        Counter.builder()
            .name("prometheus_sd_dns_lookup_failures_total")
            .help("The number of DNS-SD lookup failures.")
            .register(registry);
  }
}
