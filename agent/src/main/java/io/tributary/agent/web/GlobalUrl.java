package io.tributary.agent.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns the URL of a target on this host into one that works from elsewhere, as far as that can be
/// known: the agent's own address becomes the external one, of another port only the host name
/// does.
///
/// Source: prometheus `web/api/v1/api.go`, getGlobalURL.
record GlobalUrl(URI external, int ownPort) {
  private static final Set<String> LOCAL = Set.of("127.0.0.1", "localhost", "::1", "[::1]");

  String of(String scrapeUrl) {
    try {
      var url = new URI(scrapeUrl);
      if (url.getHost() == null || !LOCAL.contains(url.getHost())) {
        return scrapeUrl;
      }
      boolean isOwn = url.getPort() == ownPort;
      return render(
          isOwn ? external.getScheme() : url.getScheme(),
          external.getHost(),
          isOwn ? external.getPort() : url.getPort(),
          url.getRawPath(),
          url.getRawQuery());
    } catch (URISyntaxException _) {
      return scrapeUrl;
    }
  }

  private static String render(
      @Nullable String scheme,
      @Nullable String host,
      int port,
      @Nullable String path,
      @Nullable String query) {
    return scheme
        + "://"
        + host
        + (port < 0 ? "" : ":" + port)
        + (path == null ? "" : path)
        + (query == null ? "" : "?" + query);
  }
}
