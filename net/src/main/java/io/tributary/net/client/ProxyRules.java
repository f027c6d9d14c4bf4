package io.tributary.net.client;

import io.tributary.base.secret.SecretUrls;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.client.Origin;
import org.jspecify.annotations.Nullable;

/// Which proxy, if any, stands between this client and a URL.
///
/// With a plain `proxy_url` everything goes through it. With `no_proxy` or the environment,
/// loopback addresses and what the exceptions name are reached directly.
///
/// Source: golang.org/x/net `http/httpproxy`, which prometheus/common uses for both.
public final class ProxyRules {
  private static final ProxyRules DIRECT = new ProxyRules(null, null, List.of(), false);

  private final @Nullable URI forHttp;
  private final @Nullable URI forHttps;
  private final List<Exemption> exceptions;
  private final boolean sparesLoopback;

  private ProxyRules(
      @Nullable URI forHttp,
      @Nullable URI forHttps,
      List<Exemption> exceptions,
      boolean sparesLoopback) {
    this.forHttp = forHttp;
    this.forHttps = forHttps;
    this.exceptions = exceptions;
    this.sparesLoopback = sparesLoopback;
  }

  public static ProxyRules of(ProxySettings settings) {
    return of(settings, System::getenv);
  }

  /// Throws `IllegalArgumentException` where a proxy's URL cannot be used.
  static ProxyRules of(ProxySettings settings, UnaryOperator<@Nullable String> environment) {
    if (settings.fromEnvironment()) return fromEnvironment(environment);
    if (settings.url().isEmpty()) return DIRECT;
    var proxy = proxy(settings.url());
    var exceptions = exemptions(settings.noProxy());
    return new ProxyRules(proxy, proxy, exceptions, !settings.noProxy().isEmpty());
  }

  private static ProxyRules fromEnvironment(UnaryOperator<@Nullable String> environment) {
    var http = first(environment, "HTTP_PROXY", "http_proxy");
    // In a CGI process HTTP_PROXY comes from a request header: nobody's configuration.
    if (!first(environment, "REQUEST_METHOD").isEmpty()) http = "";
    var https = first(environment, "HTTPS_PROXY", "https_proxy");
    return new ProxyRules(
        http.isEmpty() ? null : proxy(http),
        https.isEmpty() ? null : proxy(https),
        exemptions(first(environment, "NO_PROXY", "no_proxy")),
        true);
  }

  private static String first(UnaryOperator<@Nullable String> environment, String... names) {
    for (var name : names) {
      var value = environment.apply(name);
      if (value != null && !value.isEmpty()) return value;
    }
    return "";
  }

  private static URI proxy(String text) {
    URI uri;
    try {
      uri = URI.create(text.contains("://") ? text : "http://" + text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("invalid proxy URL " + SecretUrls.shown(text), e);
    }
    var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!List.of("http", "https", "socks5", "socks5h").contains(scheme)) {
      throw new IllegalArgumentException("unsupported proxy scheme \"" + scheme + "\"");
    }
    if (Urls.host(uri) == null) {
      throw new IllegalArgumentException("no host in proxy URL " + SecretUrls.shown(text));
    }
    return uri;
  }

  /// The proxy for a URL of scheme `http` or `https`.
  public Optional<URI> proxyFor(URI url) {
    var host = Urls.host(url);
    return host == null ? Optional.empty() : proxyFor(url.getScheme(), host, Urls.port(url));
  }

  /// As [#proxyFor(URI)]; a negative port is the scheme's own.
  Optional<URI> proxyFor(String scheme, String host, int port) {
    boolean secure = "https".equalsIgnoreCase(scheme);
    var proxy = secure ? forHttps : forHttp;
    if (proxy == null) return Optional.empty();
    int actual = port >= 0 ? port : secure ? 443 : 80;
    return isExemption(host, actual) ? Optional.empty() : Optional.of(proxy);
  }

  /// Whether `proxy` is the one for this origin.
  boolean isFor(URI proxy, String scheme, Origin.Address address) {
    return proxyFor(scheme, address.getHost(), address.getPort()).filter(proxy::equals).isPresent();
  }

  /// Every proxy that may be used.
  Set<URI> proxies() {
    var proxies = new LinkedHashSet<URI>();
    if (forHttp != null) proxies.add(forHttp);
    if (forHttps != null) proxies.add(forHttps);
    return proxies;
  }

  /// The port of a proxy, by its scheme where the URL has none.
  static int port(URI proxy) {
    if (Urls.port(proxy) >= 0) return Urls.port(proxy);
    return switch (proxy.getScheme().toLowerCase(Locale.ROOT)) {
      case "https" -> 443;
      case "http" -> 80;
      default -> 1080;
    };
  }

  private boolean isExemption(String rawHost, int port) {
    var host = strip(rawHost).toLowerCase(Locale.ROOT);
    var address = IpAddress.parse(host);
    if (sparesLoopback) {
      if (host.equals("localhost")) return true;
      if (address != null && address.isLoopback()) return true;
    }
    for (var exception : exceptions) {
      if (exception.matches(host, address, port)) return true;
    }
    return false;
  }

  private static String strip(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  /// One entry of `no_proxy`.
  private sealed interface Exemption {
    boolean matches(String host, @Nullable IpAddress address, int port);

    record All() implements Exemption {
      @Override
      public boolean matches(String host, @Nullable IpAddress address, int port) {
        return true;
      }
    }

    record Network(IpAddress prefix, int bits) implements Exemption {
      @Override
      public boolean matches(String host, @Nullable IpAddress address, int port) {
        return address != null && address.isWithin(prefix, bits);
      }
    }

    record Address(IpAddress only, int onlyPort) implements Exemption {
      @Override
      public boolean matches(String host, @Nullable IpAddress address, int port) {
        return only.equals(address) && (onlyPort < 0 || onlyPort == port);
      }
    }

    /// `suffix` begins with a dot.
    record Domain(String suffix, boolean isItself, int onlyPort) implements Exemption {
      @Override
      public boolean matches(String host, @Nullable IpAddress address, int port) {
        if (onlyPort >= 0 && onlyPort != port) return false;
        return host.endsWith(suffix) || (isItself && host.equals(suffix.substring(1)));
      }
    }
  }

  private static List<Exemption> exemptions(String noProxy) {
    var exceptions = new ArrayList<Exemption>();
    for (var part : noProxy.split(",", -1)) {
      var entry = part.strip().toLowerCase(Locale.ROOT);
      if (entry.isEmpty()) continue;
      if (entry.equals("*")) return List.of(new Exemption.All());
      var exception = exemption(entry);
      if (exception != null) exceptions.add(exception);
    }
    return exceptions;
  }

  private static @Nullable Exemption exemption(String entry) {
    int slash = entry.indexOf('/');
    if (slash >= 0) {
      var prefix = IpAddress.parse(entry.substring(0, slash));
      int bits = number(entry.substring(slash + 1));
      if (prefix != null && bits >= 0 && bits <= prefix.bits()) {
        return new Exemption.Network(prefix, bits);
      }
    }
    var host = entry;
    int port = -1;
    int colon = entry.lastIndexOf(':');
    boolean bracketed = entry.startsWith("[");
    if (colon >= 0 && (bracketed ? entry.charAt(colon - 1) == ']' : entry.indexOf(':') == colon)) {
      port = number(entry.substring(colon + 1));
      if (port < 0) return null;
      host = entry.substring(0, colon);
    }
    host = strip(host);
    var address = IpAddress.parse(host);
    if (address != null) return new Exemption.Address(address, port);
    if (host.isEmpty()) return null;
    if (host.startsWith("*.")) host = host.substring(1);
    boolean isItself = !host.startsWith(".");
    return new Exemption.Domain(isItself ? "." + host : host, isItself, port);
  }

  private static int number(String text) {
    try {
      return text.startsWith("+") ? -1 : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
