package io.tributary.dialects.prometheus.tree;

import io.tributary.base.secret.Secret;
import io.tributary.base.secret.SecretSource;
import io.tributary.dialects.tree.Expressions;
import io.tributary.dialects.tree.Lines;
import io.tributary.dialects.tree.Locator;
import io.tributary.net.client.Authorization;
import io.tributary.net.client.BasicAuth;
import io.tributary.net.client.HeaderSettings;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.OAuth2;
import io.tributary.net.client.OAuth2.JwtGrant;
import io.tributary.net.client.ProxySettings;
import io.tributary.net.tls.TlsSettings;
import io.tributary.net.tls.TlsVersion;
import io.tributary.river.diag.Span;
import io.tributary.river.syntax.Expression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An HTTP client: its attributes and blocks stand among those of the component.
public final class HttpClientTree {
  private final Lines lines;
  private final Form form;

  private HttpClientTree(Lines lines, Form form) {
    this.lines = lines;
    this.form = form;
  }

  /// `usual` are the defaults of the component.
  public static void write(
      Lines lines, HttpClientSettings settings, HttpClientSettings usual, Form form) {
    var client = new HttpClientTree(lines, form);
    client.identity(settings);
    lines
        .bool("follow_redirects", settings.followRedirects(), usual.followRedirects())
        .bool("enable_http2", settings.enableHttp2(), usual.enableHttp2());
    client.headers(settings.httpHeaders());
  }

  /// The same with `follow_redirects` and `enable_http2`, whatever they are.
  static void writeWhole(Lines lines, HttpClientSettings settings, Form form) {
    var client = new HttpClientTree(lines, form);
    client.identity(settings);
    lines
        .bool("follow_redirects", settings.followRedirects(), !settings.followRedirects())
        .bool("enable_http2", settings.enableHttp2(), !settings.enableHttp2());
    client.headers(settings.httpHeaders());
  }

  private void identity(HttpClientSettings settings) {
    basicAuth(settings.basicAuth());
    authorization(settings.authorization());
    oauth2(settings.oauth2());
    proxy(settings.proxy());
    boolean hasVersionAlone = settings.tls().equals(versionOf(settings.tls()));
    if (!hasVersionAlone || (form.isExact() && settings.tls().maxVersion() != null)) {
      tls(settings.tls());
    }
  }

  /// Nothing but the version that Alloy does not know.
  private static TlsSettings versionOf(TlsSettings tls) {
    return new TlsSettings(
        SecretSource.NONE, SecretSource.NONE, SecretSource.NONE, "", false, null, tls.maxVersion());
  }

  private void basicAuth(@Nullable BasicAuth auth) {
    if (auth != null) {
      Lines inner = lines.open("basic_auth");
      inner.secret("username", auth.username());
      if (form.isExact()) {
        inner.path("username_file", auth.username().file());
      }
      inner.secret("password", auth.password()).path("password_file", auth.password().file());
    }
  }

  /// `bearer_token` became one of these when it was read.
  private void authorization(@Nullable Authorization auth) {
    if (auth == null) {
      return;
    }
    Locator section = lines.section();
    boolean isFile = auth.credentials().text() == null;
    Locator token = section.at(isFile ? "bearer_token_file" : "bearer_token");
    Locator own = section.at("authorization");
    lines
        .open("authorization", own.isThere() ? own : token)
        .text("type", auth.type())
        .secret("credentials", auth.credentials())
        .path("credentials_file", auth.credentials().file());
  }

  private void oauth2(@Nullable OAuth2 auth) {
    if (auth == null) {
      return;
    }
    Lines inner = lines.open("oauth2");
    inner
        .text("client_id", auth.clientId())
        .secret("client_secret", auth.clientSecret())
        .path("client_secret_file", auth.clientSecret().file());
    if (form.isExact() && !auth.clientSecret().isSet()) {
      // That there is none must be written: the originals require one.
      inner.set("client_secret", Expressions.text("", inner.place("client_secret")));
    }
    inner
        .texts("scopes", auth.scopes(), List.of())
        .text("token_url", auth.tokenUrl())
        .textMap("endpoint_params", new TreeMap<>(auth.endpointParams()));
    var nested = new HttpClientTree(inner, form);
    nested.proxy(auth.proxy());
    if (!form.isExact() || !auth.tls().equals(TlsSettings.DEFAULTS)) {
      nested.tls(auth.tls());
    }
    if (form.isExact()) {
      nested.jwt(auth);
      nested.headers(auth.httpHeaders());
    }
  }

  private void jwt(OAuth2 auth) {
    JwtGrant jwt = auth.jwt();
    lines
        .text("grant_type", auth.grantType())
        .secret("client_certificate_key", jwt.certificateKey())
        .path("client_certificate_key_file", jwt.certificateKey().file())
        .text("client_certificate_key_id", jwt.certificateKeyId())
        .text("signature_algorithm", jwt.signatureAlgorithm())
        .text("iss", jwt.issuer())
        .text("audience", jwt.audience());
    if (!jwt.claims().isEmpty()) {
      lines.set("claims", free(jwt.claims(), lines.place("claims")));
    }
  }

  private static Expression free(Object value, Span place) {
    return switch (value) {
      case Boolean bool -> Expressions.bool(bool, place);
      case Long number -> Expressions.number(number, place);
      case Number number -> Expressions.floating(number.doubleValue(), place);
      case List<?> list ->
          Expressions.list(list.stream().map(item -> free(item, place)).toList(), place);
      case Map<?, ?> map -> {
        var fields = new TreeMap<String, Expression>();
        map.forEach((name, item) -> fields.put(String.valueOf(name), free(item, place)));
        yield Expressions.object(fields, place);
      }
      default -> Expressions.text(value.toString(), place);
    };
  }

  private void proxy(ProxySettings proxy) {
    lines
        .text("proxy_url", proxy.url())
        .text("no_proxy", proxy.noProxy())
        .bool("proxy_from_environment", proxy.fromEnvironment(), false)
        .listMap("proxy_connect_header", clear(proxy.connectHeaders()));
  }

  /// In the clear, as everything that is printed.
  private static Map<String, List<String>> clear(Map<String, List<Secret>> secrets) {
    var texts = new TreeMap<String, List<String>>();
    secrets.forEach((name, values) -> texts.put(name, values.stream().map(Secret::value).toList()));
    return texts;
  }

  private void tls(TlsSettings tls) {
    Lines inner = lines.open("tls_config");
    inner
        .called("ca")
        .secret("ca_pem", tls.ca())
        .path("ca_file", tls.ca().file())
        .called("cert")
        .secret("cert_pem", tls.cert())
        .path("cert_file", tls.cert().file())
        .called("key")
        .secret("key_pem", tls.key())
        .path("key_file", tls.key().file())
        .text("server_name", tls.serverName())
        .bool("insecure_skip_verify", tls.insecureSkipVerify(), false)
        .text("min_version", name(tls.minVersion()));
    if (form.isExact()) {
      inner.text("max_version", name(tls.maxVersion()));
    }
  }

  private static String name(@Nullable TlsVersion version) {
    return version == null ? "" : version.name();
  }

  /// Values and secrets are sent in this order, and what files hold behind them. Alloy's converter
  /// leaves all of them out.
  private void headers(List<HeaderSettings> headers) {
    if (!form.isExact()) {
      return;
    }
    Locator section = lines.section().at("http_headers");
    var values = new LinkedHashMap<String, Expression>();
    var files = new LinkedHashMap<String, Expression>();
    for (HeaderSettings header : headers) {
      Locator at = section.at(header.name());
      var texts = new ArrayList<Expression>();
      for (String value : header.values()) {
        texts.add(Expressions.text(value, at.at("values").place()));
      }
      for (Secret secret : header.secrets()) {
        texts.add(Expressions.secret(secret, at.at("secrets").place()));
      }
      if (!texts.isEmpty() || header.files().isEmpty()) {
        values.put(header.name(), Expressions.list(texts, at.place()));
      }
      if (!header.files().isEmpty()) {
        var paths = header.files().stream().map(Object::toString).toList();
        files.put(header.name(), Expressions.texts(paths, at.at("files").place()));
      }
    }
    if (!values.isEmpty()) {
      lines.set("http_headers", Expressions.object(values, section.place()));
    }
    if (!files.isEmpty()) {
      lines
          .called("http_headers")
          .set("http_header_files", Expressions.object(files, section.place()));
    }
  }
}
