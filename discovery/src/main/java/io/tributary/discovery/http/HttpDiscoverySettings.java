package io.tributary.discovery.http;

import io.tributary.base.secret.SecretUrls;
import io.tributary.discovery.DiscoverySettings;
import io.tributary.net.client.HttpClientSettings;
import java.time.Duration;

/// Targets that an HTTP endpoint lists as JSON. `url` is what is asked, and `written` how the
/// configuration spells it: the label `__meta_url`. Both may hold a password, which `toString`
/// leaves out.
public record HttpDiscoverySettings(
    String url, String written, Duration refreshInterval, HttpClientSettings client)
    implements DiscoverySettings {
  public static final Duration DEFAULT_REFRESH_INTERVAL = Duration.ofMinutes(1);

  /// A URL without characters that must be encoded.
  public HttpDiscoverySettings(String url, Duration refreshInterval, HttpClientSettings client) {
    this(url, url, refreshInterval, client);
  }

  @Override
  public String mechanism() {
    return "http";
  }

  @Override
  public String toString() {
    return "HttpDiscoverySettings[url="
        + SecretUrls.shown(url)
        + ", refreshInterval="
        + refreshInterval
        + ", client="
        + client
        + "]";
  }
}
