package io.tributary.discovery.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.secret.Secret;
import io.tributary.base.secret.SecretSource;
import io.tributary.net.client.Authorization;
import io.tributary.net.client.BasicAuth;
import io.tributary.net.client.HeaderSettings;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.OAuth2;
import io.tributary.net.client.ProxySettings;
import io.tributary.net.tls.TlsSettings;
import io.tributary.net.tls.TlsVersion;
import io.tributary.runtime.api.StatementJson;
import io.tributary.testkit.river.BlockText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpClientBlockTest {
  private final BlockText text = new BlockText();

  private HttpClientSettings read(String body) {
    return text.read(body, block -> HttpClientBlock.read(block, HttpClientSettings.DEFAULTS));
  }

  @Test
  void hasDefaults() {
    assertThat(read("")).isEqualTo(HttpClientSettings.DEFAULTS);
    assertThat(text.found()).isEmpty();
  }

  @Test
  void readsEverything() {
    HttpClientSettings settings =
        read(
            """
            oauth2 {
              client_id          = "id"
              client_secret_file = "/secret"
              scopes             = ["a", "b"]
              token_url          = "https://host/token"
              endpoint_params    = { "p" = "q" }
              proxy_url          = "http://proxy:1"
              tls_config {
                insecure_skip_verify = true
              }
            }
            proxy_from_environment = true
            proxy_connect_header   = { "X-A" = ["1", "2"] }
            follow_redirects       = false
            enable_http2           = false
            http_headers           = { "X-B" = ["3"] }
            tls_config {
              ca_pem      = "ca"
              cert_file   = "/cert"
              key_pem     = "key"
              server_name = "name"
              min_version = "TLS13"
            }
            """);
    assertThat(text.found()).isEmpty();
    var defaults = OAuth2.DEFAULTS;
    assertThat(settings)
        .isEqualTo(
            new HttpClientSettings(
                null,
                null,
                new OAuth2(
                    "id",
                    SecretSource.ofFile(Path.of("/secret")),
                    "",
                    defaults.jwt(),
                    List.of("a", "b"),
                    "https://host/token",
                    Map.of("p", "q"),
                    new TlsSettings(
                        SecretSource.NONE,
                        SecretSource.NONE,
                        SecretSource.NONE,
                        "",
                        true,
                        null,
                        null),
                    new ProxySettings("http://proxy:1", "", false, Map.of()),
                    List.of()),
                SecretSource.NONE,
                new TlsSettings(
                    SecretSource.ofText("ca"),
                    SecretSource.ofFile(Path.of("/cert")),
                    SecretSource.ofText("key"),
                    "name",
                    false,
                    TlsVersion.TLS13,
                    null),
                false,
                false,
                new ProxySettings(
                    "", "", true, Map.of("X-A", List.of(Secret.of("1"), Secret.of("2")))),
                List.of(new HeaderSettings("X-B", List.of(), List.of(Secret.of("3")), List.of()))));
  }

  @Test
  void readsCredentials() {
    assertThat(read("basic_auth {\nusername = \"u\"\npassword = \"p\"\n}").basicAuth())
        .isEqualTo(new BasicAuth(SecretSource.ofText("u"), SecretSource.ofText("p")));
    assertThat(read("authorization { credentials_file = \"/c\" }").authorization())
        .isEqualTo(new Authorization("Bearer", SecretSource.ofFile(Path.of("/c"))));
    assertThat(read("bearer_token = \"t\"").bearerToken()).isEqualTo(SecretSource.ofText("t"));
    assertThat(text.found()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bearer_token = "a"; bearer_token_file = "b" | at most one of basic_auth, authorization, oauth2, bearer_token & bearer_token_file must be configured
          basic_auth { }; authorization { }         | at most one of basic_auth, authorization, oauth2, bearer_token & bearer_token_file must be configured
          basic_auth {; password = "a"; password_file = "b"; } | at most one of basic_auth password & password_file must be configured
          authorization {; credentials = "a"; credentials_file = "b"; } | at most one of authorization credentials & credentials_file must be configured
          authorization { type = "BASIC" }          | authorization type cannot be set to "basic", use "basic_auth" block instead
          oauth2 { }                                | oauth2 client_id must be configured
          oauth2 { }                                | either oauth2 client_secret or client_secret_file must be configured
          oauth2 { }                                | oauth2 token_url must be configured
          oauth2 {; client_secret = "a"; client_secret_file = "b"; } | at most one of oauth2 client_secret & client_secret_file must be configured
          no_proxy = "a"                            | if no_proxy is configured, proxy_url must also be configured
          proxy_from_environment = true; proxy_url = "http://p:1" | if proxy_from_environment is configured, proxy_url must not be configured
          proxy_from_environment = true; no_proxy = "a" | if proxy_from_environment is configured, no_proxy must not be configured
          proxy_connect_header = { "a" = ["b"] }    | if proxy_connect_header is configured, proxy_url or proxy_from_environment must also be configured
          proxy_url = "ftp://p:1"                   | URL scheme must be
          http_headers = { "authorization" = ["b"] } | setting header "Authorization" is not allowed
          tls_config {; ca_pem = "a"; ca_file = "b"; } | at most one of ca_pem and ca_file must be configured
          tls_config { cert_pem = "a" }             | exactly one of key_pem or key_file must be configured when a client certificate is configured
          tls_config { key_pem = "a" }              | exactly one of cert_pem or cert_file must be configured when a client key is configured
          tls_config { min_version = "TLS14" }      | unknown TLS version: TLS14
          tls_config {; min_version = "TLS13"; max_version = "TLS12"; } | tls_config.max_version must be greater than or equal to tls_config.min_version
          basic_auth {; username = "a"; username_file = "b"; } | at most one of basic_auth username & username_file must be configured
          oauth2 {; client_certificate_key = "a"; client_certificate_key_file = "b"; } | at most one of oauth2 client_certificate_key & client_certificate_key_file must be configured
          oauth2 { signature_algorithm = "none" }   | valid signature algorithms are RS256, RS384 and RS512
          http_header_files = { "host" = ["b"] }    | setting header "Host" is not allowed
          oauth2 {; http_headers = { "host" = ["b"] }; } | setting header "Host" is not allowed
          """)
  void saysWhatIsWrong(String body, String expected) {
    read(body.replace("; ", "\n"));
    assertThat(text.found()).anySatisfy(message -> assertThat(message).contains(expected));
  }

  @Test
  void readsWhatPrometheusHasAndTheOriginalsLack() {
    HttpClientSettings settings =
        read(
            """
            oauth2 {
              client_id                 = "id"
              token_url                 = "https://host/token"
              grant_type                = "urn:ietf:params:oauth:grant-type:jwt-bearer"
              client_certificate_key    = "canary"
              client_certificate_key_id = "kid"
              signature_algorithm       = "RS512"
              iss                       = "issuer"
              audience                  = "them"
              claims                    = {a = 1, b = [2.5, true], c = {d = "e"}}
              http_headers              = {"X-T" = ["t"]}
            }
            http_headers      = {"X-A" = ["a", "b"]}
            http_header_files = {"X-A" = ["/c"], "X-B" = ["/d"]}
            tls_config {
              max_version = "TLS12"
            }
            """);
    assertThat(text.found()).isEmpty();
    OAuth2 auth = Objects.requireNonNull(settings.oauth2());
    assertThat(auth.usesJwt()).isTrue();
    assertThat(auth.jwt())
        .isEqualTo(
            new OAuth2.JwtGrant(
                SecretSource.ofText("canary"),
                "kid",
                "RS512",
                "issuer",
                "them",
                Map.of("a", 1L, "b", List.of(2.5, true), "c", Map.of("d", "e"))));
    assertThat(auth.httpHeaders()).hasSize(1);
    assertThat(settings.tls().maxVersion()).isEqualTo(TlsVersion.TLS12);
    assertThat(settings.httpHeaders())
        .containsExactly(
            new HeaderSettings(
                "X-A", List.of(), List.of(Secret.of("a"), Secret.of("b")), List.of(Path.of("/c"))),
            new HeaderSettings("X-B", List.of(), List.of(), List.of(Path.of("/d"))));
    assertThat(StatementJson.of(HttpClientBlock.describe(settings)).toString())
        .contains("kid", "RS512", "issuer", "them", "/c", "/d", "TLS12")
        .doesNotContain("canary");
  }

  @Test
  void readsASecretThatIsWrittenAndEmptyAsNone() {
    HttpClientSettings settings =
        read("oauth2 {\nclient_id = \"a\"\nclient_secret = \"\"\ntoken_url = \"http://a\"\n}");
    assertThat(text.found()).isEmpty();
    assertThat(Objects.requireNonNull(settings.oauth2()).clientSecret().isSet()).isFalse();
  }

  @Test
  void showsWhatItHasReadWithoutSecrets() {
    HttpClientSettings settings =
        read(
            """
            basic_auth {
              username = "shown-user"
              password = "canary1"
            }
            authorization {
              credentials = "canary2"
            }
            oauth2 {
              client_id     = "shown-id"
              client_secret = "canary3"
              token_url     = "https://u:canary4@host/token"
              proxy_url     = "http://u:canary5@proxy:1"
            }
            bearer_token         = "canary6"
            proxy_url            = "http://u:canary7@proxy:1"
            proxy_connect_header = { "X-A" = ["canary8"] }
            http_headers         = { "X-B" = ["canary9"] }
            tls_config {
              key_pem  = "canary0"
              cert_pem = "shown-certificate"
            }
            """);
    String shown = StatementJson.of(HttpClientBlock.describe(settings)).toString();
    assertThat(shown)
        .contains("shown-user", "shown-id", "shown-certificate", "X-A", "X-B", "(secret)")
        .doesNotContain("canary");
    assertThat(settings.toString()).doesNotContain("canary");
  }
}
