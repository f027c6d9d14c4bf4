package io.tributary.agent.web;

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
    String own = hostAndPort();
    try {
      var url = new URI(scrapeUrl);
      if (own.isEmpty() || url.getHost() == null || !LOCAL.contains(url.getHost())) {
        return scrapeUrl;
      }
      if (url.getPort() == ownPort) {
        return external.getScheme() + "://" + own + target(url);
      }
      String port = url.getPort() < 0 ? "" : ":" + url.getPort();
      return url.getScheme() + "://" + withoutPort(own) + port + target(url);
    } catch (URISyntaxException _) {
      return scrapeUrl;
    }
  }

  /// Taken from the text: a host name with an underscore is none to [URI].
  private String hostAndPort() {
    String authority = external.getRawAuthority();
    return authority == null ? "" : authority.substring(authority.lastIndexOf('@') + 1);
  }

  private static String withoutPort(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    return colon > hostAndPort.lastIndexOf(']') ? hostAndPort.substring(0, colon) : hostAndPort;
  }

  private static String target(URI url) {
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }
}
