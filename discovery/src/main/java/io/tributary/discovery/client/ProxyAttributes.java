package io.tributary.discovery.client;

import io.tributary.base.secret.SecretUrls;
import io.tributary.component.Body;
import io.tributary.net.client.HttpUrls;
import io.tributary.net.client.ProxySettings;
import io.tributary.river.decode.AttributeReader;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.Value;
import java.util.Optional;
import java.util.Set;

/// The attributes that say through which proxy a client connects; they stand among those of the
/// client itself.
///
/// Source: grafana/alloy `internal/component/common/config/types.go`, ProxyConfig.
final class ProxyAttributes {
  private static final Set<String> SCHEMES = Set.of("http", "https", "socks5");

  private ProxyAttributes() {}

  static ProxySettings read(BlockReader block) {
    AttributeReader written = block.attribute("proxy_url");
    Optional<String> url =
        written.read(value -> AttributeReader.parse(value, ProxyAttributes::url));
    var settings =
        new ProxySettings(
            url.orElse(""),
            block.attribute("no_proxy").text(""),
            block.attribute("proxy_from_environment").bool(false),
            Secrets.lists(block.attribute("proxy_connect_header")));
    if (url.isPresent() || !written.isThere()) {
      settings.validate().forEach(block::error);
    }
    return settings;
  }

  private static String url(String text) {
    return text.isEmpty() ? "" : HttpUrls.parse(text, SCHEMES);
  }

  static void describe(ProxySettings settings, Body.Builder body) {
    if (!settings.url().isEmpty()) {
      body.attr("proxy_url", SecretUrls.shown(settings.url()));
    }
    if (!settings.noProxy().isEmpty()) {
      body.attr("no_proxy", settings.noProxy());
    }
    if (settings.fromEnvironment()) {
      body.attr("proxy_from_environment", Value.of(true));
    }
    Secrets.describeLists(body, "proxy_connect_header", settings.connectHeaders());
  }
}
