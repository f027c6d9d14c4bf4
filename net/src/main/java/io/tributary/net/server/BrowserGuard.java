package io.tributary.net.server;

import io.tributary.net.client.IpAddress;
import io.tributary.net.client.Urls;
import io.tributary.net.http.HttpHeaders;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpURI;
import org.jspecify.annotations.Nullable;

/// Keeps web pages of others from using the browser of somebody who can reach this server.
///
/// A page that had its own name point to a loopback address says that name as its Host: a listener
/// there knows the names that are its own. A page that sends a form or a script's request to this
/// server's true name says where it comes from: what is not only read must come from here, or from
/// no page at all.
///
/// Source: W3C Fetch Metadata, `Sec-Fetch-Site`; RFC 6454, `Origin`.
final class BrowserGuard {
  /// Among the allowed hosts: any.
  private static final String ANY = "*";

  private final List<String> allowedHosts;

  BrowserGuard(List<String> allowedHosts) {
    this.allowedHosts = allowedHosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
  }

  /// Why the request is refused; empty where it is not.
  Optional<String> refuse(String method, HttpURI uri, HttpHeaders headers, boolean isLoopback) {
    if (isLoopback && !isOwnHost(uri.getHost())) return Optional.of("host not allowed");
    if (Role.forMethod(method) == Role.VIEWER || isFromHere(uri, headers)) return Optional.empty();
    return Optional.of("origin not allowed");
  }

  /// A request without a host comes from no browser.
  private boolean isOwnHost(@Nullable String authority) {
    if (authority == null) return true;
    var host = authority.toLowerCase(Locale.ROOT);
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || IpAddress.parse(withoutBrackets(host)) != null
        || isAllowed(host);
  }

  private boolean isAllowed(String host) {
    return allowedHosts.contains(host) || allowedHosts.contains(ANY);
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private boolean isFromHere(HttpURI uri, HttpHeaders headers) {
    var origins = headers.all("Origin");
    if (origins.isEmpty()) {
      var site = headers.first("Sec-Fetch-Site");
      return site == null || site.equals("same-origin") || site.equals("none");
    }
    return origins.size() == 1 && isOwn(origins.getFirst(), uri);
  }

  /// Whatever stands in front may have taken TLS away: the scheme only decides what port is meant
  /// where none is said.
  private boolean isOwn(String origin, HttpURI uri) {
    URI from;
    try {
      from = new URI(origin);
    } catch (URISyntaxException e) {
      return false;
    }
    var host = Urls.host(from);
    if (host == null || from.getScheme() == null) return false;
    if (isAllowed(host.toLowerCase(Locale.ROOT))) return true;
    int usual = from.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    int port = Urls.port(from) < 0 ? usual : Urls.port(from);
    int own = uri.getPort() <= 0 ? usual : uri.getPort();
    return host.equalsIgnoreCase(uri.getHost()) && port == own;
  }
}
