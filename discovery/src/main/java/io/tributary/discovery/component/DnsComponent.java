package io.tributary.discovery.component;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.config.GoDurations;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.component.ComponentContext;
import io.tributary.component.ComponentDefinition;
import io.tributary.discovery.PollingDiscoverer;
import io.tributary.discovery.RefreshMetrics;
import io.tributary.discovery.dns.DnsDiscoverer;
import io.tributary.discovery.dns.DnsDiscoverySettings;
import io.tributary.discovery.dns.DnsMetrics;
import io.tributary.discovery.shared.Fingerprint;
import io.tributary.discovery.shared.ThisHost;
import io.tributary.river.decode.AttributeReader;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.Value;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// `discovery.dns`: targets found by asking the DNS.
///
/// Source: grafana/alloy `internal/component/discovery/dns`.
final class DnsComponent {
  private static final String NAME = "discovery.dns";
  private static final int MAX_PORT = 65_535;
  static final ArgumentsCodec<DnsDiscoverySettings> ARGUMENTS =
      ArgumentsCodec.of(DnsComponent::decode, DnsComponent::describe);

  private DnsComponent() {}

  static ComponentDefinition<DnsDiscoverySettings> definition() {
    return TargetsComponent.shared(
        NAME, ARGUMENTS, DnsComponent::mechanism, DnsComponent::fingerprint);
  }

  /// Empty where a name is another host on every host.
  private static Optional<Fingerprint> fingerprint(DnsDiscoverySettings settings) {
    return settings.names().stream().anyMatch(ThisHost::isMeantBy)
        ? Optional.empty()
        : Optional.of(Fingerprint.of(NAME, describe(settings), List.of()));
  }

  private static TargetsComponent.Mechanism<DnsDiscoverySettings> mechanism(
      ComponentContext context, PrometheusRegistry registry) {
    var polling =
        new PollingDiscoverer.Context(
            "dns", context.id().global(), context.clock(), new RefreshMetrics(registry));
    var metrics = new DnsMetrics(registry);
    return settings -> DnsDiscoverer.create(settings, polling, metrics);
  }

  /// The type in capitals, and no port where the answers name it, as the settings want them.
  private static DnsDiscoverySettings decode(BlockReader block) {
    AttributeReader type = block.attribute("type");
    AttributeReader port = block.attribute("port");
    String written = type.text("SRV");
    int number = port.integer(0);
    boolean isSrv = written.equalsIgnoreCase("SRV");
    if (!isSrv && !List.of("A", "AAAA", "MX", "NS").contains(written.toUpperCase(Locale.ROOT))) {
      type.error("invalid DNS-SD records type " + written);
    } else if (!isSrv && number == 0) {
      port.error("a port is required in DNS-SD configs for all record types except SRV");
    } else if (number < 0 || number > MAX_PORT) {
      port.error("invalid port " + number);
    }
    return new DnsDiscoverySettings(
        block.required("names").texts(List.of()),
        written.toUpperCase(Locale.ROOT),
        isSrv ? 0 : number,
        RefreshInterval.read(block, DnsDiscoverySettings.DEFAULT_REFRESH_INTERVAL));
  }

  private static Body describe(DnsDiscoverySettings settings) {
    return Body.builder()
        .attr("names", Value.of(settings.names().stream().map(Value::of).toList()))
        .attr("refresh_interval", GoDurations.format(settings.refreshInterval()))
        .attr("type", settings.type())
        .attr("port", Value.of(settings.port()))
        .build();
  }
}
