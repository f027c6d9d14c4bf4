package io.tributary.discovery.client;

import io.tributary.base.secret.SecretSource;
import io.tributary.component.Body;
import io.tributary.net.client.Authorization;
import io.tributary.net.client.BasicAuth;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.OAuth2;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.Value;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The attributes and blocks of an HTTP client. In some components they stand among its own, in
/// others in a block `client`: both are read from, and shown in, the body that they stand in.
///
/// Source: grafana/alloy `internal/component/common/config/types.go`, HTTPClientConfig.
public final class HttpClientBlock {
  private HttpClientBlock() {}

  /// What stands in `block`; `defaults` say what `follow_redirects` and `enable_http2` are when
  /// nothing does. Contradictions are reported there.
  public static HttpClientSettings read(BlockReader block, HttpClientSettings defaults) {
    var settings =
        new HttpClientSettings(
            block.block("basic_auth").map(HttpClientBlock::basicAuth).orElse(null),
            block.block("authorization").map(HttpClientBlock::authorization).orElse(null),
            block.block("oauth2").map(OAuth2Block::read).orElse(null),
            Secrets.secret(block, "bearer_token", "bearer_token_file"),
            TlsBlock.read(block),
            block.attribute("follow_redirects").bool(defaults.followRedirects()),
            block.attribute("enable_http2").bool(defaults.enableHttp2()),
            ProxyAttributes.read(block),
            HeaderAttributes.read(block));
    if (ways(settings) > 1) {
      block.error(
          "at most one of basic_auth, authorization, oauth2, bearer_token & bearer_token_file must"
              + " be configured");
    }
    return settings;
  }

  /// In how many ways the client is to say who it is.
  private static long ways(HttpClientSettings settings) {
    return Stream.of(
            settings.basicAuth() != null,
            settings.authorization() != null,
            settings.oauth2() != null,
            settings.bearerToken().text() != null,
            settings.bearerToken().file() != null)
        .filter(isThere -> isThere)
        .count();
  }

  private static BasicAuth basicAuth(BlockReader block) {
    SecretSource password = Secrets.secret(block, "password", "password_file");
    if (password.isAmbiguous()) {
      block.error("at most one of basic_auth password & password_file must be configured");
    }
    SecretSource username = Secrets.text(block, "username", "username_file");
    if (username.isAmbiguous()) {
      block.error("at most one of basic_auth username & username_file must be configured");
    }
    return new BasicAuth(username, password);
  }

  private static Authorization authorization(BlockReader block) {
    var authorization =
        new Authorization(
            block.attribute("type").text(""),
            Secrets.secret(block, "credentials", "credentials_file"));
    if (authorization.credentials().isAmbiguous()) {
      block.error("at most one of authorization credentials & credentials_file must be configured");
    }
    if (authorization.type().toLowerCase(Locale.ROOT).equals("basic")) {
      block.error(
          "authorization type cannot be set to \"basic\", use \"basic_auth\" block instead");
    }
    return authorization;
  }

  /// Adds the attributes and blocks to the body that they stand in.
  public static void describe(HttpClientSettings settings, Body.Builder body) {
    describe(settings.basicAuth(), body);
    describe(settings.authorization(), body);
    OAuth2 oauth2 = settings.oauth2();
    if (oauth2 != null) {
      body.block("oauth2", OAuth2Block.describe(oauth2));
    }
    Secrets.describeSecret(body, settings.bearerToken(), "bearer_token", "bearer_token_file");
    ProxyAttributes.describe(settings.proxy(), body);
    TlsBlock.describe(settings.tls(), body);
    body.attr("follow_redirects", Value.of(settings.followRedirects()))
        .attr("enable_http2", Value.of(settings.enableHttp2()));
    HeaderAttributes.describe(settings.httpHeaders(), body);
  }

  /// The same as a body of its own.
  public static Body describe(HttpClientSettings settings) {
    var body = Body.builder();
    describe(settings, body);
    return body.build();
  }

  private static void describe(@Nullable BasicAuth auth, Body.Builder body) {
    if (auth != null) {
      var inner = Body.builder();
      Secrets.describeText(inner, auth.username(), "username", "username_file");
      Secrets.describeSecret(inner, auth.password(), "password", "password_file");
      body.block("basic_auth", inner.build());
    }
  }

  private static void describe(@Nullable Authorization authorization, Body.Builder body) {
    if (authorization != null) {
      var inner = Body.builder().attr("type", authorization.type());
      Secrets.describeSecret(inner, authorization.credentials(), "credentials", "credentials_file");
      body.block("authorization", inner.build());
    }
  }
}
