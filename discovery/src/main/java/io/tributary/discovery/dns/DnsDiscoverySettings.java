package io.tributary.discovery.dns;

import io.tributary.discovery.DiscoverySettings;
import java.time.Duration;
import java.util.List;

/// Targets found by asking the DNS. `type` is `A`, `AAAA`, `SRV`, `MX` or `NS`; `port` is 0 for
/// SRV, where the answer names it.
public record DnsDiscoverySettings(
    List<String> names, String type, int port, Duration refreshInterval)
    implements DiscoverySettings {
  public static final Duration DEFAULT_REFRESH_INTERVAL = Duration.ofSeconds(30);

  public DnsDiscoverySettings {
    names = List.copyOf(names);
  }

  @Override
  public String mechanism() {
    return "dns";
  }
}
