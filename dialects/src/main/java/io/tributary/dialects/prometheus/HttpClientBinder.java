package io.tributary.dialects.prometheus;

import io.tributary.base.config.ConfigException;
import io.tributary.base.secret.Secret;
import io.tributary.base.secret.SecretSource;
import io.tributary.base.text.Quoting;
import io.tributary.dialects.yaml.Fields;
import io.tributary.net.client.Authorization;
import io.tributary.net.client.BasicAuth;
import io.tributary.net.client.HeaderSettings;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.HttpUrls;
import io.tributary.net.client.OAuth2;
import io.tributary.net.client.OAuth2.JwtGrant;
import io.tributary.net.client.ProxySettings;
import io.tributary.net.tls.TlsSettings;
import io.tributary.net.tls.TlsVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Binds the HTTP client fields that stand inline in scrape jobs, HTTP discovery and destinations.
///
/// Source: prometheus/common `config/http_config.go`.
final class HttpClientBinder {
  private static final Set<String> PROXY_SCHEMES = Set.of("http", "https", "socks5");
  private static final List<String> PLACES =
      List.of(
          "basic_auth",
          "oauth2",
          "authorization",
          "bearer_token",
          "bearer_token_file",
          "tls_config",
          "http_headers",
          "proxy_url",
          "no_proxy",
          "proxy_from_environment",
          "proxy_connect_header");

  private final FileContext files;

  HttpClientBinder(FileContext files) {
    this.files = files;
  }

  HttpClientSettings bind(Fields fields, HttpClientSettings defaults) {
    var settings =
        new HttpClientSettings(
            basicAuth(fields),
            authorization(fields),
            oauth2(fields),
            secretSource(fields, "bearer_token", "bearer_token_file", null),
            tls(fields),
            fields.bool("follow_redirects", defaults.followRedirects()),
            fields.bool("enable_http2", defaults.enableHttp2()),
            proxy(fields),
            headers(fields));
    // Problems of the nested blocks were reported there.
    var nested = new ArrayList<>(settings.tls().validate());
    nested.addAll(settings.proxy().validate());
    OAuth2 oauth2 = settings.oauth2();
    if (oauth2 != null) {
      nested.addAll(oauth2.tls().validate());
      nested.addAll(oauth2.proxy().validate());
    }
    for (String problem : settings.validate()) {
      if (!nested.contains(problem) && !problem.startsWith("setting header")) {
        Problems.report(fields, problem, PLACES);
      }
    }
    return settings.normalized();
  }

  private @Nullable BasicAuth basicAuth(Fields parent) {
    Fields fields = parent.section("basic_auth", "basic_auth");
    if (fields == null) {
      return null;
    }
    var auth =
        new BasicAuth(
            secretSource(fields, "username", "username_file", "username_ref"),
            secretSource(fields, "password", "password_file", "password_ref"));
    fields.finish();
    return auth;
  }

  private @Nullable Authorization authorization(Fields parent) {
    Fields fields = parent.section("authorization", "authorization");
    if (fields == null) {
      return null;
    }
    var auth =
        new Authorization(
            fields.string("type", ""),
            secretSource(fields, "credentials", "credentials_file", "credentials_ref"));
    fields.finish();
    return auth;
  }

  private @Nullable OAuth2 oauth2(Fields parent) {
    Fields fields = parent.section("oauth2", "oauth2");
    if (fields == null) {
      return null;
    }
    var jwt =
        new JwtGrant(
            secretSource(
                fields,
                "client_certificate_key",
                "client_certificate_key_file",
                "client_certificate_key_ref"),
            fields.string("client_certificate_key_id", ""),
            fields.string("signature_algorithm", ""),
            fields.string("iss", ""),
            fields.string("audience", ""),
            claims(fields));
    var params = new TreeMap<String, String>();
    fields.texts("endpoint_params").forEach(param -> params.put(param.name(), param.text()));
    var settings =
        new OAuth2(
            fields.string("client_id", ""),
            secretSource(fields, "client_secret", "client_secret_file", "client_secret_ref"),
            grantType(fields),
            jwt,
            fields.strings("scopes"),
            url(fields, "token_url", Set.of("http", "https")),
            params,
            tls(fields),
            proxy(fields),
            headers(fields));
    fields.finish();
    return settings;
  }

  private static String grantType(Fields fields) {
    String grantType = fields.string("grant_type", "");
    if (!grantType.isEmpty()
        && !grantType.equals(OAuth2.CLIENT_CREDENTIALS)
        && !grantType.equals(OAuth2.JWT_BEARER)) {
      fields.warning(
          "grant_type",
          "unknown oauth2 grant_type "
              + Quoting.excerpt(grantType)
              + " means "
              + OAuth2.CLIENT_CREDENTIALS);
    }
    return grantType;
  }

  private static Map<String, Object> claims(Fields fields) {
    Fields section = fields.section("claims", "claims");
    if (section == null) {
      return Map.of();
    }
    var claims = new TreeMap<String, Object>();
    for (String name : section.keys()) {
      Object value = section.freeValue(name);
      if (value != null) {
        claims.put(name, value);
      }
    }
    return claims;
  }

  TlsSettings tls(Fields parent) {
    return tls(parent, "tls_config");
  }

  TlsSettings tls(Fields parent, String key) {
    Fields fields = parent.section(key, "tls_config");
    if (fields == null) {
      return TlsSettings.DEFAULTS;
    }
    var settings =
        new TlsSettings(
            secretSource(fields, "ca", "ca_file", "ca_ref"),
            secretSource(fields, "cert", "cert_file", "cert_ref"),
            secretSource(fields, "key", "key_file", "key_ref"),
            fields.string("server_name", ""),
            fields.bool("insecure_skip_verify", false),
            tlsVersion(fields, "min_version"),
            tlsVersion(fields, "max_version"));
    fields.finish();
    for (String problem : settings.validate()) {
      Problems.report(
          fields,
          problem,
          List.of("ca", "ca_file", "cert", "cert_file", "key", "key_file", "max_version"));
    }
    return settings;
  }

  private static @Nullable TlsVersion tlsVersion(Fields fields, String key) {
    return fields.parsedOrNull(
        key,
        text -> {
          Optional<TlsVersion> version = TlsVersion.parse(text);
          if (version.isEmpty()) {
            throw new ConfigException("unknown TLS version: " + text);
          }
          return version;
        },
        "TLS10, TLS11, TLS12 or TLS13");
  }

  private static ProxySettings proxy(Fields fields) {
    var connectHeaders = new TreeMap<String, List<Secret>>();
    Fields headers = fields.section("proxy_connect_header", "proxy_connect_header");
    if (headers != null) {
      for (String name : headers.keys()) {
        connectHeaders.put(name, headers.strings(name).stream().map(Secret::of).toList());
      }
    }
    var settings =
        new ProxySettings(
            url(fields, "proxy_url", PROXY_SCHEMES),
            fields.string("no_proxy", ""),
            fields.bool("proxy_from_environment", false),
            connectHeaders);
    if (!fields.failed("proxy_url")) {
      settings.validate().forEach(problem -> Problems.report(fields, problem, PLACES));
    }
    return settings;
  }

  private static String url(Fields fields, String key, Set<String> schemes) {
    return fields.parsed(
        key,
        "",
        "",
        text -> text.isEmpty() ? "" : HttpUrls.parse(text, schemes),
        "a URL such as https://host:port/path");
  }

  private List<HeaderSettings> headers(Fields parent) {
    Fields fields = parent.section("http_headers", "http_headers");
    if (fields == null) {
      return List.of();
    }
    var headers = new ArrayList<HeaderSettings>();
    for (String name : fields.keys()) {
      if (HttpClientSettings.RESERVED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
        fields
            .document()
            .error(fields.key(name), "setting header \"" + canonical(name) + "\" is not allowed");
      }
      Fields header = fields.section(name, "http_headers");
      if (header != null) {
        headers.add(
            new HeaderSettings(
                name,
                header.strings("values"),
                header.strings("secrets").stream().map(Secret::of).toList(),
                paths(header, "files")));
        header.finish();
      }
    }
    headers.sort(Comparator.comparing(HeaderSettings::name));
    return headers;
  }

  private List<Path> paths(Fields fields, String key) {
    var paths = new ArrayList<Path>();
    for (String text : fields.strings(key)) {
      try {
        var path = files.resolve(text);
        if (path == null) {
          fields.error(key, "empty file name");
        } else {
          paths.add(path);
        }
      } catch (ConfigException e) {
        fields.error(key, String.valueOf(e.getMessage()));
      }
    }
    return paths;
  }

  /// A header's name as HTTP writes it: `x-scope-orgid` is `X-Scope-Orgid`.
  private static String canonical(String name) {
    var out = new StringBuilder(name.length());
    boolean upper = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      out.append(upper ? Character.toUpperCase(c) : Character.toLowerCase(c));
      upper = c == '-';
    }
    return out.toString();
  }

  private SecretSource secretSource(
      Fields fields, String textKey, String fileKey, @Nullable String refKey) {
    String ref = refKey == null ? "" : fields.string(refKey, "");
    if (refKey != null && !ref.isEmpty()) {
      fields.error(
          refKey,
          "cannot use secret ref without manager: " + refKey + " is not supported",
          "use " + textKey + " or " + fileKey);
    }
    return new SecretSource(fields.secret(textKey), files.path(fields, fileKey), ref);
  }
}
