package io.tributary.discovery.shared;

import java.util.Locale;
import java.util.regex.Pattern;

/// What means something else on every host. Nothing is looked up: names stand for what they say.
public final class ThisHost {
  private static final Pattern LOOPBACK =
      Pattern.compile("127(\\.\\d{1,3}){1,3}|0(\\.0){0,3}|\\[?[0:]*:0*1?]?|\\[?::ffff:127\\..*");

  /// Where clouds tell a machine about itself, and where caches of the DNS listen on each.
  private static final Pattern LINK_LOCAL = Pattern.compile("169\\.254(\\.\\d{1,3}){2}");

  private ThisHost() {}

  /// Whether a host of a URL, or a name of the DNS, is whoever asks: `localhost`, `127.0.0.1`,
  /// `0.0.0.0`, `::1`, `169.254.169.254`.
  public static boolean isMeantBy(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return bare.equals("localhost")
        || bare.endsWith(".localhost")
        || LOOPBACK.matcher(bare).matches()
        || LINK_LOCAL.matcher(bare).matches();
  }
}
