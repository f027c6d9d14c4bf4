package io.tributary.discovery.client;

import io.tributary.base.secret.SecretNames;
import io.tributary.base.secret.SecretSource;
import io.tributary.base.secret.SecretUrls;
import io.tributary.component.Body;
import io.tributary.net.client.HttpUrls;
import io.tributary.net.client.OAuth2;
import io.tributary.river.decode.AttributeReader;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.SecretCapsule;
import io.tributary.river.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The block `oauth2`: a token for client credentials, or for what [JwtAttributes] say. A secret
/// that is written and empty is none, which the originals refuse.
///
/// Source: grafana/alloy `internal/component/common/config/types.go`, OAuth2Config.
final class OAuth2Block {
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private OAuth2Block() {}

  static OAuth2 read(BlockReader block) {
    String clientId = block.attribute("client_id").text("");
    SecretSource secret = Secrets.secret(block, "client_secret", "client_secret_file");
    AttributeReader written = block.attribute("token_url");
    Optional<String> tokenUrl =
        written.read(value -> AttributeReader.parse(value, OAuth2Block::url));
    if (clientId.isEmpty()) {
      block.error("oauth2 client_id must be configured");
    }
    String grantType = block.attribute("grant_type").text("");
    boolean isWritten = block.has("client_secret") || block.has("client_secret_file");
    if (!isWritten && !grantType.equals(OAuth2.JWT_BEARER)) {
      block.error("either oauth2 client_secret or client_secret_file must be configured");
    }
    if (tokenUrl.map(String::isEmpty).orElse(!written.isThere())) {
      block.error("oauth2 token_url must be configured");
    }
    if (secret.isAmbiguous()) {
      block.error("at most one of oauth2 client_secret & client_secret_file must be configured");
    }
    return new OAuth2(
        clientId,
        secret,
        grantType,
        JwtAttributes.read(block),
        block.attribute("scopes").texts(List.of()),
        tokenUrl.orElse(""),
        block.attribute("endpoint_params").textMap(),
        TlsBlock.read(block),
        ProxyAttributes.read(block),
        HeaderAttributes.read(block));
  }

  private static String url(String text) {
    return text.isEmpty() ? "" : HttpUrls.parse(text, SCHEMES);
  }

  static Body describe(OAuth2 settings) {
    var body = Body.builder().attr("client_id", settings.clientId());
    Secrets.describeSecret(body, settings.clientSecret(), "client_secret", "client_secret_file");
    if (!settings.scopes().isEmpty()) {
      body.attr("scopes", Value.of(settings.scopes().stream().map(Value::of).toList()));
    }
    body.attr("token_url", SecretUrls.shown(settings.tokenUrl()));
    if (!settings.endpointParams().isEmpty()) {
      body.attr("endpoint_params", texts(settings.endpointParams()));
    }
    JwtAttributes.describe(settings, body);
    ProxyAttributes.describe(settings.proxy(), body);
    TlsBlock.describe(settings.tls(), body);
    HeaderAttributes.describe(settings.httpHeaders(), body);
    return body.build();
  }

  private static Value texts(Map<String, String> map) {
    var fields = new TreeMap<String, Value>();
    map.forEach((name, text) ->
        fields.put(
            name, SecretNames.isSecret(name) ? Value.of(SecretCapsule.of(text)) : Value.of(text)));
    return Value.of(fields);
  }
}
