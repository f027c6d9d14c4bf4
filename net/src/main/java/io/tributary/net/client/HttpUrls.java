package io.tributary.net.client;

import io.tributary.base.config.ConfigException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/// URLs of configuration files.
///
/// Go's parser accepts characters in paths and queries that [URI] does not; they are
/// percent-encoded here, as Go does when it sends the request.
public final class HttpUrls {
  private static final String RAW_ALLOWED = "-_.~!$&'()*+,;=:@/?#[]%";

  private HttpUrls() {}

  /// The URL in a form that [URI] reads, with its scheme in lower case. Throws [ConfigException]
  /// with the reason, never with a password.
  public static String parse(String text, Set<String> schemes) {
    if (text.matches("[a-zA-Z]+:(//([/?#].*)?)?")) {
      throw new ConfigException("host is missing in URL");
    }
    URI uri = uri(text);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!schemes.contains(scheme)) {
      throw new ConfigException("URL scheme must be " + alternatives(schemes));
    }
    String host = Urls.host(uri);
    if (host == null || host.isEmpty()) {
      throw new ConfigException("host is missing in URL");
    }
    if (Urls.port(uri) > 65_535) {
      throw new ConfigException("invalid port \"" + Urls.port(uri) + "\" in URL");
    }
    return scheme + uri.toString().substring(scheme.length());
  }

  private static URI uri(String text) {
    try {
      var uri = new URI(encodeStrange(text));
      return Urls.host(uri) == null ? uri.parseServerAuthority() : uri;
    } catch (URISyntaxException e) {
      throw new ConfigException("cannot parse URL: " + e.getReason(), e);
    }
  }

  /// Encodes what may not stand in a URI anywhere; separators stay what they are.
  private static String encodeStrange(String text) {
    int authorityEnd = text.indexOf("://");
    int from = authorityEnd < 0 ? 0 : authorityEnd + 3;
    while (from < text.length() && "/?#".indexOf(text.charAt(from)) < 0) {
      from++;
    }
    var out = new StringBuilder(text.substring(0, from));
    text.substring(from)
        .codePoints()
        .forEach(c -> {
          boolean plain =
              (c >= 'a' && c <= 'z')
                  || (c >= 'A' && c <= 'Z')
                  || (c >= '0' && c <= '9')
                  || (c < 0x80 && RAW_ALLOWED.indexOf(c) >= 0 && c != '[' && c != ']');
          if (plain || c < 0x20 || c == 0x7F) {
            out.appendCodePoint(c);
          } else {
            for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
              out.append("%%%02X".formatted(b & 0xFF));
            }
          }
        });
    return out.toString();
  }

  private static String alternatives(Set<String> schemes) {
    var sorted = schemes.stream().sorted().map(scheme -> "'" + scheme + "'").toList();
    return sorted.size() == 1
        ? sorted.getFirst()
        : String.join(", ", sorted.subList(0, sorted.size() - 1)) + " or " + sorted.getLast();
  }
}
