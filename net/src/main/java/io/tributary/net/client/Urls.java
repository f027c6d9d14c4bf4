package io.tributary.net.client;

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
