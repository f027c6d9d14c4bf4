package io.tributary.agent.web.graph;

import io.tributary.net.server.Request;
import java.net.URI;
import java.net.URISyntaxException;

/// Tells pages of other sites from our own, for requests that change something.
///
/// A browser says in `Origin` which page asks, or in `Sec-Fetch-Site` how it relates to us; other
/// clients say neither.
final class Origins {
  private Origins() {}

  static boolean isForeign(Request request) {
    String site = request.headers().first("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      return true;
    }
    String origin = request.headers().first("Origin");
    if (origin == null || origin.isEmpty()) {
      return false;
    }
    try {
      String authority = new URI(origin).getAuthority();
      return authority == null || !authority.equalsIgnoreCase(request.headers().first("Host"));
    } catch (URISyntaxException _) {
      return true;
    }
  }
}
