package io.tributary.discovery.catalogue;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.time.Clock;
import io.tributary.discovery.Discoverer;
import io.tributary.discovery.DiscovererFactory;
import io.tributary.discovery.DiscoveryLimits;
import io.tributary.discovery.DiscoverySettings;
import io.tributary.discovery.PollingDiscoverer;
import io.tributary.discovery.RefreshMetrics;
import io.tributary.discovery.dns.DnsDiscoverer;
import io.tributary.discovery.dns.DnsDiscoverySettings;
import io.tributary.discovery.dns.DnsMetrics;
import io.tributary.discovery.file.FileDiscoverer;
import io.tributary.discovery.file.FileDiscoverySettings;
import io.tributary.discovery.file.FileMetrics;
import io.tributary.discovery.http.HttpDiscoverer;
import io.tributary.discovery.http.HttpDiscoverySettings;
import io.tributary.discovery.statics.StaticDiscoverer;
import io.tributary.discovery.statics.StaticDiscoverySettings;
import io.tributary.net.client.HttpCaller;
import io.tributary.net.client.HttpClientOptions;
import io.tributary.net.client.HttpClientSettings;
import java.io.IOException;
import java.util.List;

/// Makes static, file, HTTP and DNS discoverers. One instance serves a registry: all mechanisms
/// show their metrics from the start, as Prometheus does.
public final class StandardMechanisms implements DiscovererFactory {
  /// Names of the mechanisms, in order: `service_discovery_providers` of `/api/v1/features`.
  public static final List<String> NAMES = List.of("dns", "file", "http", "static");

  /// Opens HTTP clients: `HttpClients::open`.
  @FunctionalInterface
  public interface Callers {
    HttpCaller open(HttpClientSettings settings, HttpClientOptions options) throws IOException;
  }

  private final Callers callers;
  private final String userAgent;
  private final DiscoveryLimits limits;
  private final Clock clock;
  private final RefreshMetrics refreshMetrics;
  private final FileMetrics fileMetrics;
  private final DnsMetrics dnsMetrics;
  private final Counter httpFailures;

  public StandardMechanisms(
      Callers callers,
      String userAgent,
      DiscoveryLimits limits,
      Clock clock,
      PrometheusRegistry registry) {
    this.callers = callers;
    this.userAgent = userAgent;
    this.limits = limits;
    this.clock = clock;
    refreshMetrics = new RefreshMetrics(registry);
    fileMetrics = new FileMetrics(registry);
    dnsMetrics = new DnsMetrics(registry);
    httpFailures =
        Counter.builder()
            .name("prometheus_sd_http_failures_total")
            .help("Number of HTTP service discovery refresh failures.")
            .register(registry);
  }

  @Override
  public Discoverer create(DiscoverySettings settings, String config) throws IOException {
    return switch (settings) {
      case StaticDiscoverySettings statics -> new StaticDiscoverer(statics);
      case FileDiscoverySettings file ->
          new FileDiscoverer(file, config, limits, clock, fileMetrics);
      case HttpDiscoverySettings http -> http(http, config);
      case DnsDiscoverySettings dns ->
          DnsDiscoverer.create(dns, context(settings, config), dnsMetrics);
      default -> throw new IOException("unknown discovery mechanism " + settings.mechanism());
    };
  }

  private Discoverer http(HttpDiscoverySettings settings, String config) throws IOException {
    HttpCaller caller =
        callers.open(
            settings.client(), HttpClientOptions.named("discovery-http-" + config, userAgent));
    try {
      return HttpDiscoverer.create(
          settings, caller, limits, context(settings, config), httpFailures);
    } catch (IOException e) {
      caller.close();
      throw e;
    }
  }

  private PollingDiscoverer.Context context(DiscoverySettings settings, String config) {
    return new PollingDiscoverer.Context(settings.mechanism(), config, clock, refreshMetrics);
  }
}
