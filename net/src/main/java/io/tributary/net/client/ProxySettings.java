package io.tributary.net.client;

import io.tributary.base.secret.Secret;
import io.tributary.base.secret.SecretUrls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Through which proxy a client connects.
///
/// `url` is empty without one; its scheme is `http`, `https` or `socks5`, and it may hold a
/// password, so `toString` leaves the user information out. `connectHeaders` go to the proxy with
/// CONNECT.
public record ProxySettings(
    String url, String noProxy, boolean fromEnvironment, Map<String, List<Secret>> connectHeaders) {

  public static final ProxySettings DEFAULTS = new ProxySettings("", "", false, Map.of());

  public ProxySettings {
    var copy = new LinkedHashMap<String, List<Secret>>();
    connectHeaders.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    connectHeaders = Map.copyOf(copy);
  }

  /// Whether no proxy is asked for.
  public boolean isDirect() {
    return url.isEmpty() && !fromEnvironment;
  }

  /// Contradictions between the fields; empty when sound.
  public List<String> validate() {
    var problems = new ArrayList<String>();
    if (!connectHeaders.isEmpty() && !fromEnvironment && url.isEmpty()) {
      problems.add(
          "if proxy_connect_header is configured, proxy_url or proxy_from_environment must also be"
              + " configured");
    }
    if (fromEnvironment && !url.isEmpty()) {
      problems.add("if proxy_from_environment is configured, proxy_url must not be configured");
    }
    if (fromEnvironment && !noProxy.isEmpty()) {
      problems.add("if proxy_from_environment is configured, no_proxy must not be configured");
    }
    if (url.isEmpty() && !fromEnvironment && !noProxy.isEmpty()) {
      problems.add("if no_proxy is configured, proxy_url must also be configured");
    }
    return problems;
  }

  @Override
  public String toString() {
    return "ProxySettings[url="
        + SecretUrls.shown(url)
        + ", noProxy="
        + noProxy
        + ", fromEnvironment="
        + fromEnvironment
        + ", connectHeaders="
        + connectHeaders
        + "]";
  }
}
