package io.tributary.net.client;

import io.tributary.base.secret.SecretNames;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The parts of URLs, and what is done to URLs before anybody may read them.
///
/// Names on real networks need not be host names to [URI]: `node_exporter` has an underscore,
/// `0a1b2c3d` begins with a digit. Such a URL has no host there, no port and no user; it has here.
public final class Urls {
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:([^@]*)@)?([A-Za-z0-9._-]+)(?::([0-9]{0,5}))?");

  private Urls() {}

  /// The host, an IPv6 address with its brackets; null where there is none.
  public static @Nullable String host(URI url) {
    return url.getHost() == null ? part(url, 2) : url.getHost();
  }

  /// The port; -1 where none is written.
  public static int port(URI url) {
    if (url.getHost() != null) return url.getPort();
    var port = part(url, 3);
    return port == null || port.isEmpty() ? -1 : Integer.parseInt(port);
  }

  /// User and password as they are written; null where there are none.
  static @Nullable String userInfo(URI url) {
    return url.getHost() == null ? part(url, 1) : url.getRawUserInfo();
  }

  private static @Nullable String part(URI url, int group) {
    if (url.getRawAuthority() == null) return null;
    Matcher authority = AUTHORITY.matcher(url.getRawAuthority());
    return authority.matches() ? authority.group(group) : null;
  }

  /// The URL as it may be shown: without its password, and without what parameters say whose name
  /// is that of a secret.
  public static String redact(String url) {
    String shown = withoutPassword(url);
    int query = shown.indexOf('?');
    if (query < 0) return shown;
    int end = shown.indexOf('#', query) < 0 ? shown.length() : shown.indexOf('#', query);
    var out = new StringBuilder(shown.substring(0, query + 1));
    for (int from = query + 1, to; from <= end; from = to + 1) {
      to = shown.indexOf('&', from);
      if (to < 0 || to > end) to = end;
      var parameter = shown.substring(from, to);
      int equals = parameter.indexOf('=');
      boolean hides = equals >= 0 && SecretNames.isSecret(parameter.substring(0, equals));
      out.append(hides ? parameter.substring(0, equals + 1) + "xxxxx" : parameter);
      if (to < end) out.append('&');
    }
    return out.append(shown.substring(end)).toString();
  }

  /// The URL without its password, in the form that Prometheus prints.
  public static String withoutPassword(String url) {
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
