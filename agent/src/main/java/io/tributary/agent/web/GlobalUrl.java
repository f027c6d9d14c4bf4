package io.tributary.agent.web;

import io.tributary.net.client.Urls;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/// Turns the URL of a target on this host into one that works from elsewhere, as far as that can be
/// known: the agent's own address becomes the external one, of another port only the host name
/// does.
///
/// Source: prometheus `web/api/v1/api.go`, getGlobalURL.
record GlobalUrl(URI external, int ownPort) {
  private static final Set<String> LOCAL = Set.of("127.0.0.1", "localhost", "::1", "[::1]");

  String of(String scrapeUrl) {
    String own = Urls.host(external);
    try {
      var url = new URI(scrapeUrl);
      if (own == null || url.getHost() == null || !LOCAL.contains(url.getHost())) {
        return scrapeUrl;
      }
      return url.getPort() == ownPort
          ? external.getScheme() + "://" + own + port(external) + target(url)
          : url.getScheme() + "://" + own + port(url) + target(url);
    } catch (URISyntaxException _) {
      return scrapeUrl;
    }
  }

  private static String port(URI url) {
    return Urls.port(url) < 0 ? "" : ":" + Urls.port(url);
  }

  private static String target(URI url) {
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }
}
