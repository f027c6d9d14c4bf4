package io.tributary.base.secret;

import io.tributary.base.config.Suggestions;
import java.util.List;
import java.util.regex.Pattern;

/// Tells by a name whether what stands behind it is a secret: a key of a configuration, a parameter
/// of a URL, a header. For places that hold secrets among other things; generously, since a typo
/// must not show one.
public final class SecretNames {
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)pass?w|pas+wo?r|pwd|passphrase|secret|token|credential"
              + "|(^|[_.-])(api|access|private|account)?_?key$"
              + "|proxy_connect_header|authorization$");
  private static final Pattern PLACE = Pattern.compile("(?i)_(file|path|ref|url|id)$");
  private static final List<String> KNOWN =
      List.of(
          "password",
          "credentials",
          "bearer_token",
          "client_secret",
          "client_certificate_key",
          "access_key",
          "secret_key",
          "secrets",
          "passphrase",
          "proxy_connect_header");

  private SecretNames() {}

  /// Whether a value of that name should not be shown. What names a place (`password_file`) is
  /// none. A name is read a fixed number of times, however long it is.
  public static boolean isSecret(String name) {
    if (PLACE.matcher(name).find()) {
      return false;
    }
    return SECRET.matcher(name).find()
        || KNOWN.stream().anyMatch(known -> Suggestions.isNear(name, known, 2));
  }
}
