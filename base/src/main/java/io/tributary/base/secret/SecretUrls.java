package io.tributary.base.secret;

/// URLs as they may be shown. They are read as texts: what is no URL stays as it is.
public final class SecretUrls {
  private SecretUrls() {}

  /// The URL as it may be shown: without its password, and without what parameters say whose name
  /// is that of a secret.
  public static String shown(String url) {
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
}
