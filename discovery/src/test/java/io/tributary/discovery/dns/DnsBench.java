package io.tributary.discovery.dns;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.component.ComponentContext;
import io.tributary.discovery.PollingDiscoverer;
import io.tributary.discovery.RefreshMetrics;
import io.tributary.discovery.component.TargetsComponent;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;

/// A name server for tests of others, and discovery that asks it.
public final class DnsBench implements AutoCloseable {
  private static final long TTL_SECONDS = 60;

  private final FakeDnsServer server;

  public DnsBench() throws IOException {
    server = new FakeDnsServer();
  }

  public void hasAddress(String name, String address) throws IOException {
    server.knows(
        name,
        new ARecord(Name.fromString(name), DClass.IN, TTL_SECONDS, InetAddress.getByName(address)));
  }

  public void fails(String name) {
    server.answers(name, Rcode.SERVFAIL);
  }

  public TargetsComponent.Mechanism<DnsDiscoverySettings> mechanism(
      ComponentContext context, PrometheusRegistry registry) {
    var polling =
        new PollingDiscoverer.Context("dns", "job", context.clock(), new RefreshMetrics(registry));
    var metrics = new DnsMetrics(registry);
    var lookup =
        new DnsLookup(
            () -> new ResolverConfiguration(List.of("127.0.0.1"), List.of(), 1, server.port()),
            Duration.ofSeconds(5));
    return settings -> DnsDiscoverer.create(settings, polling, metrics, lookup);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
