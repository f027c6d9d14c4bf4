package io.tributary.discovery.http;

import io.tributary.discovery.DiscoverySettings;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.Urls;
import java.time.Duration;

/// Targets that an HTTP endpoint lists as JSON. `url` may hold a password, which `toString` leaves
/// out.
public record HttpDiscoverySettings(String url, Duration refreshInterval, HttpClientSettings client)
    implements DiscoverySettings {
  public static final Duration DEFAULT_REFRESH_INTERVAL = Duration.ofMinutes(1);

  @Override
  public String mechanism() {
    return "http";
  }

  @Override
  public String toString() {
    return "HttpDiscoverySettings[url="
        + Urls.redact(url)
        + ", refreshInterval="
        + refreshInterval
        + ", client="
        + client
        + "]";
  }
}
