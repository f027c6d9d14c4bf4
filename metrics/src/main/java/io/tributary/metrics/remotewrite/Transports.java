package io.tributary.metrics.remotewrite;

import io.tributary.net.client.Credentials;
import io.tributary.net.client.HttpClientOptions;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.HttpClients;
import io.tributary.net.client.ProxySettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Collections;

/// Chooses the cheapest way that a destination's settings allow.
final class Transports {
  private Transports() {}

  /// A factory for the transports of one destination. Throws where the settings cannot work.
  static Transport.Factory of(RemoteWriteSettings settings, HttpClients clients, String userAgent)
      throws IOException {
    URI url = URI.create(settings.url());
    HttpClientSettings client = settings.client();
    if ("http".equalsIgnoreCase(url.getScheme())
        && client.oauth2() == null
        && client.proxy().equals(ProxySettings.DEFAULTS)
        && url.getHost() != null) {
      var credentials = new Credentials(client);
      return () -> new PlainTransport(url, credentials, settings.roundRobinDns());
    }
    var options =
        HttpClientOptions.named("remote_write " + settings.name(), userAgent)
            .withResolver(settings.roundRobinDns() ? Transports::shuffled : Transports::inOrder);
    HttpClientSettings direct = client.withFollowRedirects(false);
    clients.open(direct, options).close();
    return () -> {
      try {
        return new CallerTransport(clients.open(direct, options));
      } catch (IOException e) {
        throw new IllegalStateException("BUG: settings that worked do not: " + e.getMessage(), e);
      }
    };
  }

  private static java.util.List<InetAddress> shuffled(String host)
      throws java.net.UnknownHostException {
    var addresses = inOrder(host);
    Collections.shuffle(addresses);
    return addresses;
  }

  private static java.util.List<InetAddress> inOrder(String host)
      throws java.net.UnknownHostException {
    return Arrays.asList(InetAddress.getAllByName(host));
  }
}
