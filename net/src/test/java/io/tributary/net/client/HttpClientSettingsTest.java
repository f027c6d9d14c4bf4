package io.tributary.net.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.secret.Secret;
import io.tributary.base.secret.SecretSource;
import io.tributary.net.tls.TlsSettings;
import io.tributary.net.tls.TlsVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpClientSettingsTest {
  private static final HttpClientSettings DEFAULTS = HttpClientSettings.DEFAULTS;
  private static final SecretSource TWICE =
      new SecretSource(Secret.of("canary"), Path.of("file"), null);

  private static HttpClientSettings bearer(HttpClientSettings base, SecretSource token) {
    return new HttpClientSettings(
        base.basicAuth(),
        base.authorization(),
        base.oauth2(),
        token,
        base.tls(),
        true,
        true,
        base.proxy(),
        base.httpHeaders());
  }

  @Test
  void findsNothingWrongWithTheDefaults() {
    assertThat(DEFAULTS.validate()).isEmpty();
    assertThat(DEFAULTS.followRedirects()).isTrue();
    assertThat(DEFAULTS.enableHttp2()).isTrue();
    assertThat(HttpClientSettings.REMOTE_WRITE_DEFAULTS.enableHttp2()).isFalse();
  }

  @Test
  void namesEveryContradiction() {
    var basic = DEFAULTS.withBasicAuth(BasicAuth.DEFAULTS);
    assertThat(bearer(DEFAULTS, TWICE).validate())
        .containsExactly("at most one of bearer_token & bearer_token_file must be configured");
    assertThat(bearer(basic, SecretSource.ofText("t")).validate())
        .containsExactly(
            "at most one of basic_auth, oauth2, bearer_token & bearer_token_file must be"
                + " configured");
    assertThat(DEFAULTS.withBasicAuth(new BasicAuth(TWICE, TWICE)).validate()).hasSize(2);
    assertThat(basic.withAuthorization(Authorization.DEFAULTS).validate())
        .containsExactly("at most one of basic_auth, oauth2 & authorization must be configured");
    assertThat(
            DEFAULTS.withAuthorization(new Authorization(" Basic ", SecretSource.NONE)).validate())
        .containsExactly(
            "authorization type cannot be set to \"basic\", use \"basic_auth\" instead");
    assertThat(DEFAULTS.withOAuth2(OAuth2.DEFAULTS).validate())
        .containsExactly(
            "oauth2 client_id must be configured", "oauth2 token_url must be configured");
    assertThat(
            DEFAULTS
                .withHttpHeaders(
                    List.of(new HeaderSettings("x-amz-DATE", List.of(), List.of(), List.of())))
                .validate())
        .containsExactly("setting header \"X-Amz-Date\" is not allowed");
  }

  @Test
  void namesContradictionsOfTlsAndProxies() {
    var text = SecretSource.ofText("x");
    var none = SecretSource.NONE;
    assertThat(new TlsSettings(none, text, none, "", false, null, null).validate()).hasSize(1);
    assertThat(new TlsSettings(none, none, text, "", false, null, null).validate()).hasSize(1);
    assertThat(new TlsSettings(TWICE, TWICE, TWICE, "", false, null, null).validate())
        .containsExactly(
            "at most one of ca, ca_file & ca_ref must be configured",
            "at most one of cert, cert_file & cert_ref must be configured",
            "at most one of key and key_file must be configured");
    assertThat(
            new TlsSettings(none, none, none, "", false, TlsVersion.TLS13, TlsVersion.TLS12)
                .validate())
        .hasSize(1);
    var headers = Map.of("A", List.of(Secret.of("b")));
    assertThat(new ProxySettings("", "", false, headers).validate()).hasSize(1);
    assertThat(new ProxySettings("http://p", "x", true, headers).validate()).hasSize(2);
    assertThat(new ProxySettings("", "x", false, Map.of()).validate()).hasSize(1);
  }

  @Test
  void turnsABearerTokenIntoAnAuthorization() {
    var token = SecretSource.ofText("t");
    assertThat(bearer(DEFAULTS, token).normalized().authorization())
        .isEqualTo(new Authorization("Bearer", token));
  }

  @Test
  void printsNoSecret() {
    var canary = SecretSource.ofText("canary");
    var oauth2 =
        new OAuth2(
            "id",
            canary,
            "",
            new OAuth2.JwtGrant(canary, "", "", "", "", Map.of()),
            List.of(),
            "https://token",
            Map.of(),
            new TlsSettings(canary, canary, canary, "", false, null, null),
            new ProxySettings("http://u:canary@p", "", false, Map.of()),
            List.of());
    var settings =
        new HttpClientSettings(
            new BasicAuth(canary, canary),
            new Authorization("Bearer", canary),
            oauth2,
            canary,
            oauth2.tls(),
            true,
            true,
            new ProxySettings(
                "http://u:canary@p", "", false, Map.of("A", List.of(Secret.of("canary")))),
            List.of(new HeaderSettings("A", List.of(), List.of(Secret.of("canary")), List.of())));
    assertThat(settings.toString()).doesNotContain("canary").contains("(secret)");
  }
}
