package io.tributary.net.client;

import java.net.URI;

/// What this package does to URLs before anybody may read them.
public final class Urls {
  private Urls() {}

  /// The URL without its password, in the form that Prometheus prints.
  public static String redact(String url) {
    int authority = url.indexOf("://");
    if (authority < 0) return url;
    int start = authority + 3;
    int end = url.length();
    for (int i = start; i < url.length(); i++) {
      char c = url.charAt(i);
      if (c == '/' || c == '?' || c == '#') {
        end = i;
        break;
      }
    }
    int at = url.lastIndexOf('@', end - 1);
    if (at < start) return url;
    int colon = url.indexOf(':', start);
    if (colon < 0 || colon > at) return url;
    return url.substring(0, colon + 1) + "xxxxx" + url.substring(at);
  }

  /// Scheme, host, port and path: what a message may say of a URL. Credentials and the query, which
  /// can hold some, are left out.
  public static String brief(URI url) {
    var out = new StringBuilder();
    if (url.getScheme() != null) out.append(url.getScheme()).append("://");
    var authority = url.getRawAuthority();
    if (authority != null) out.append(authority.substring(authority.lastIndexOf('@') + 1));
    var path = url.getRawPath();
    if (path != null) out.append(path);
    return out.toString();
  }
}
