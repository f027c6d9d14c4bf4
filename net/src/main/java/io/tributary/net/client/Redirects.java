package io.tributary.net.client;

import io.tributary.net.client.HttpCallException.Kind;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where a redirect leads, and what may be sent there.
///
/// Source: Go `net/http/client.go`, and prometheus/common for credentials; on top of both, a step
/// from https to http counts as leaving the host.
public final class Redirects {
  static final int MAX_HOPS = 10;

  /// Never sent to another host.
  static final List<String> SENSITIVE =
      List.of(
          "authorization",
          "www-authenticate",
          "cookie",
          "cookie2",
          "proxy-authorization",
          "proxy-authenticate");

  private Redirects() {}

  static boolean isSensitive(String header) {
    return SENSITIVE.contains(header.toLowerCase(Locale.ROOT));
  }

  static boolean isRedirect(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  /// The method stays, and with it the body.
  static boolean keepsMethod(int status, String method) {
    return status == 307 || status == 308 || method.equals("GET") || method.equals("HEAD");
  }

  /// The next URL; empty where the answer names none, and is then the final one.
  static Optional<URI> next(URI from, HttpResponse response) throws HttpCallException {
    var location = response.headers().first("Location");
    if (location == null || location.isEmpty()) return Optional.empty();
    URI to;
    try {
      to = from.resolve(URI.create(location));
    } catch (IllegalArgumentException e) {
      throw new HttpCallException(
          Kind.REDIRECT, "cannot follow redirect of " + Urls.brief(from) + ": invalid Location", e);
    }
    var scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https")) || Urls.host(to) == null) {
      throw new HttpCallException(
          Kind.REDIRECT,
          "cannot follow redirect of " + Urls.brief(from) + ": unsupported URL in Location",
          null);
    }
    return Optional.of(to);
  }

  /// `to` is the host of `from` or below it, and no less protected.
  static boolean staysHome(URI from, URI to) {
    if ("https".equalsIgnoreCase(from.getScheme()) && !"https".equalsIgnoreCase(to.getScheme())) {
      return false;
    }
    var home = String.valueOf(Urls.host(from)).toLowerCase(Locale.ROOT);
    var host = String.valueOf(Urls.host(to)).toLowerCase(Locale.ROOT);
    if (host.equals(home)) return true;
    // An IPv6 address with a zone could otherwise pass for a subdomain.
    if (host.indexOf(':') >= 0 || host.indexOf('%') >= 0 || IpAddress.parse(home) != null) {
      return false;
    }
    return host.endsWith("." + home);
  }

  /// Same scheme, host and port.
  public static boolean isSameOrigin(URI one, URI other) {
    return String.valueOf(one.getScheme()).equalsIgnoreCase(other.getScheme())
        && isSameHost(one, other)
        && port(one) == port(other);
  }

  /// Whatever the schemes and ports are.
  public static boolean isSameHost(URI one, URI other) {
    return String.valueOf(Urls.host(one)).equalsIgnoreCase(Urls.host(other));
  }

  private static int port(URI url) {
    if (Urls.port(url) >= 0) return Urls.port(url);
    return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
  }
}
