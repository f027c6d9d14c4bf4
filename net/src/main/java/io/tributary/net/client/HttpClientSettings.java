package io.tributary.net.client;

import io.tributary.base.secret.SecretSource;
import io.tributary.net.tls.TlsSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How to make HTTP requests, as one block of a configuration says it.
///
/// The record holds what was written, contradictions included: [#validate] names them, and a binder
/// reports each at the position of the block. `bearerToken` is the deprecated spelling of
/// `authorization`; [#normalized] turns one into the other.
///
/// Source: prometheus/common `config/http_config.go`, `HTTPClientConfig`.
public record HttpClientSettings(
    @Nullable BasicAuth basicAuth,
    @Nullable Authorization authorization,
    @Nullable OAuth2 oauth2,
    SecretSource bearerToken,
    TlsSettings tls,
    boolean followRedirects,
    boolean enableHttp2,
    ProxySettings proxy,
    List<HeaderSettings> httpHeaders) {

  public static final HttpClientSettings DEFAULTS =
      new HttpClientSettings(
          null,
          null,
          null,
          SecretSource.NONE,
          TlsSettings.DEFAULTS,
          true,
          true,
          ProxySettings.DEFAULTS,
          List.of());

  /// The block inside `remote_write`, where HTTP/2 is off unless asked for.
  public static final HttpClientSettings REMOTE_WRITE_DEFAULTS = DEFAULTS.withEnableHttp2(false);

  /// Headers that `http_headers` may not set, in lower case: they change the connection, or they
  /// are set by the client itself.
  public static final Set<String> RESERVED_HEADERS =
      Set.of(
          "authorization",
          "host",
          "content-encoding",
          "content-length",
          "content-type",
          "user-agent",
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "www-authenticate",
          "accept-encoding",
          "x-prometheus-remote-write-version",
          "x-prometheus-remote-read-version",
          "x-prometheus-scrape-timeout-seconds",
          "x-amz-date",
          "x-amz-security-token",
          "x-amz-content-sha256");

  public HttpClientSettings {
    httpHeaders = List.copyOf(httpHeaders);
  }

  /// Contradictions between the fields, in the order in which Prometheus looks for them; empty when
  /// the settings are sound.
  public List<String> validate() {
    var problems = new ArrayList<String>();
    validateCredentials(problems);
    if (oauth2 != null) validateOAuth2(oauth2, problems);
    problems.addAll(tls.validate());
    problems.addAll(proxy.validate());
    problems.addAll(headerProblems(httpHeaders));
    return problems;
  }

  private void validateCredentials(List<String> problems) {
    if (bearerToken.isAmbiguous()) {
      problems.add("at most one of bearer_token & bearer_token_file must be configured");
    }
    if ((basicAuth != null || oauth2 != null) && bearerToken.isSet()) {
      problems.add(
          "at most one of basic_auth, oauth2, bearer_token & bearer_token_file must be configured");
    }
    if (basicAuth != null && basicAuth.username().isAmbiguous()) {
      problems.add(
          "at most one of basic_auth username, username_file & username_ref must be configured");
    }
    if (basicAuth != null && basicAuth.password().isAmbiguous()) {
      problems.add(
          "at most one of basic_auth password, password_file & password_ref must be configured");
    }
    if (authorization != null) validateAuthorization(authorization, problems);
    boolean exclusive =
        (basicAuth != null ? 1 : 0) + (oauth2 != null ? 1 : 0) + (authorization != null ? 1 : 0)
            > 1;
    if (exclusive) {
      problems.add("at most one of basic_auth, oauth2 & authorization must be configured");
    }
  }

  private void validateAuthorization(Authorization authorization, List<String> problems) {
    if (bearerToken.isSet()) {
      problems.add("authorization is not compatible with bearer_token & bearer_token_file");
    }
    if (authorization.credentials().isAmbiguous()) {
      problems.add(
          "at most one of authorization credentials & credentials_file must be configured");
    }
    if (authorization.type().toLowerCase(Locale.ROOT).equals("basic")) {
      problems.add("authorization type cannot be set to \"basic\", use \"basic_auth\" instead");
    }
  }

  private static void validateOAuth2(OAuth2 oauth2, List<String> problems) {
    if (oauth2.clientId().isEmpty()) problems.add("oauth2 client_id must be configured");
    if (oauth2.tokenUrl().isEmpty()) problems.add("oauth2 token_url must be configured");
    if (oauth2.usesJwt()) {
      if (oauth2.jwt().certificateKey().isAmbiguous()) {
        problems.add(
            "at most one of oauth2 client_certificate_key, client_certificate_key_file &"
                + " client_certificate_key_ref must be configured using grant-type="
                + OAuth2.JWT_BEARER);
      }
      var algorithm = oauth2.jwt().signatureAlgorithm();
      if (!algorithm.isEmpty() && !OAuth2.SIGNATURE_ALGORITHMS.contains(algorithm)) {
        problems.add("valid signature algorithms are RS256, RS384 and RS512");
      }
    } else if (oauth2.clientSecret().isAmbiguous()) {
      problems.add(
          "at most one of oauth2 client_secret, client_secret_file & client_secret_ref must be"
              + " configured using grant-type=client_credentials");
    }
    problems.addAll(oauth2.tls().validate());
    problems.addAll(oauth2.proxy().validate());
    problems.addAll(headerProblems(oauth2.httpHeaders()));
  }

  /// What is wrong with headers that are to be sent with each call.
  public static List<String> headerProblems(List<HeaderSettings> headers) {
    var problems = new ArrayList<String>();
    for (var header : headers) {
      if (RESERVED_HEADERS.contains(header.name().toLowerCase(Locale.ROOT))) {
        problems.add("setting header \"" + canonicalName(header.name()) + "\" is not allowed");
      }
    }
    return problems;
  }

  private static String canonicalName(String name) {
    var out = new StringBuilder(name.length());
    boolean upper = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      out.append(upper ? Character.toUpperCase(c) : Character.toLowerCase(c));
      upper = c == '-';
    }
    return out.toString();
  }

  /// The same settings with a bearer token spelled as `authorization`.
  public HttpClientSettings normalized() {
    if (!bearerToken.isSet() || authorization != null) return this;
    return new HttpClientSettings(
        basicAuth,
        new Authorization(Authorization.BEARER, bearerToken),
        oauth2,
        SecretSource.NONE,
        tls,
        followRedirects,
        enableHttp2,
        proxy,
        httpHeaders);
  }

  public HttpClientSettings withEnableHttp2(boolean enabled) {
    return new HttpClientSettings(
        basicAuth,
        authorization,
        oauth2,
        bearerToken,
        tls,
        followRedirects,
        enabled,
        proxy,
        httpHeaders);
  }

  public HttpClientSettings withFollowRedirects(boolean follow) {
    return new HttpClientSettings(
        basicAuth,
        authorization,
        oauth2,
        bearerToken,
        tls,
        follow,
        enableHttp2,
        proxy,
        httpHeaders);
  }

  public HttpClientSettings withTls(TlsSettings settings) {
    return new HttpClientSettings(
        basicAuth,
        authorization,
        oauth2,
        bearerToken,
        settings,
        followRedirects,
        enableHttp2,
        proxy,
        httpHeaders);
  }

  public HttpClientSettings withBasicAuth(@Nullable BasicAuth auth) {
    return new HttpClientSettings(
        auth,
        authorization,
        oauth2,
        bearerToken,
        tls,
        followRedirects,
        enableHttp2,
        proxy,
        httpHeaders);
  }

  public HttpClientSettings withAuthorization(@Nullable Authorization value) {
    return new HttpClientSettings(
        basicAuth,
        value,
        oauth2,
        bearerToken,
        tls,
        followRedirects,
        enableHttp2,
        proxy,
        httpHeaders);
  }

  public HttpClientSettings withOAuth2(@Nullable OAuth2 value) {
    return new HttpClientSettings(
        basicAuth,
        authorization,
        value,
        bearerToken,
        tls,
        followRedirects,
        enableHttp2,
        proxy,
        httpHeaders);
  }

  public HttpClientSettings withProxy(ProxySettings value) {
    return new HttpClientSettings(
        basicAuth,
        authorization,
        oauth2,
        bearerToken,
        tls,
        followRedirects,
        enableHttp2,
        value,
        httpHeaders);
  }

  public HttpClientSettings withHttpHeaders(List<HeaderSettings> headers) {
    return new HttpClientSettings(
        basicAuth,
        authorization,
        oauth2,
        bearerToken,
        tls,
        followRedirects,
        enableHttp2,
        proxy,
        headers);
  }
}
