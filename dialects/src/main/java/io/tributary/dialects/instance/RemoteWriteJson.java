package io.tributary.dialects.instance;

import io.tributary.base.config.Durations;
import io.tributary.base.secret.Secret;
import io.tributary.base.secret.SecretSource;
import io.tributary.dialects.prometheus.Located;
import io.tributary.metrics.remotewrite.ProtobufMessage;
import io.tributary.metrics.remotewrite.QueueSettings;
import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.net.client.Authorization;
import io.tributary.net.client.BasicAuth;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.OAuth2;
import io.tributary.net.client.ProxySettings;
import io.tributary.net.tls.TlsSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A destination as Go prints it, for the names and hashes that are made of that.
///
/// What the original does not have is at the end, and only where it is used, so that destinations
/// that both know have the same text.
///
/// Source: prometheus v0.48 `config/config.go`, RemoteWriteConfig; prometheus/common v0.53
/// `config/http_config.go`; grafana/agent `static/metrics/instance/instance.go`, getHash.
final class RemoteWriteJson {
  private final boolean showsSecrets;

  private RemoteWriteJson(boolean showsSecrets) {
    this.showsSecrets = showsSecrets;
  }

  /// Without its name, and with `<secret>` for each secret.
  static String hidden(Located<RemoteWriteSettings> destination) {
    return new RemoteWriteJson(false).print(destination);
  }

  /// Without its name, and with its secrets: for hashes alone.
  static String clear(Located<RemoteWriteSettings> destination) {
    return new RemoteWriteJson(true).print(destination);
  }

  private String print(Located<RemoteWriteSettings> destination) {
    RemoteWriteSettings settings = destination.settings();
    var json =
        new GoJson()
            .text("URL", settings.url())
            .text("RemoteTimeout", Durations.format(settings.remoteTimeout()))
            .raw(
                "Headers",
                settings.headers().isEmpty()
                    ? "null"
                    : GoJson.map(settings.headers(), GoJson::quote))
            .raw("WriteRelabelConfigs", rules(settings.writeRelabelRules()))
            .text("Name", "")
            .raw("SendExemplars", settings.sendExemplars())
            .raw("SendNativeHistograms", settings.sendNativeHistograms())
            .raw("HTTPClientConfig", client(settings.client()))
            .raw("QueueConfig", queue(settings.queue()))
            .raw(
                "MetadataConfig",
                new GoJson()
                    .raw("Send", settings.metadata().send())
                    .text("SendInterval", Durations.format(settings.metadata().sendInterval()))
                    .raw("MaxSamplesPerSend", settings.metadata().maxSamplesPerSend()))
            .raw("SigV4Config", "null")
            .raw("AzureADConfig", "null");
    if (settings.message() != ProtobufMessage.V1) {
      json.text("ProtobufMessage", settings.message().toString());
    }
    return json.flag("RoundRobinDNS", settings.roundRobinDns())
        .flag("FailedRequestLogging", settings.failedRequestLogging())
        .toString();
  }

  private static GoJson queue(QueueSettings queue) {
    return new GoJson()
        .raw("Capacity", queue.capacity())
        .raw("MaxShards", queue.maxShards())
        .raw("MinShards", queue.minShards())
        .raw("MaxSamplesPerSend", queue.maxSamplesPerSend())
        .text("BatchSendDeadline", Durations.format(queue.batchSendDeadline()))
        .text("MinBackoff", Durations.format(queue.minBackoff()))
        .text("MaxBackoff", Durations.format(queue.maxBackoff()))
        .raw("RetryOnRateLimit", queue.retryOnHttp429())
        .text("SampleAgeLimit", Durations.format(queue.sampleAgeLimit()));
  }

  /// `null` where there are none.
  static String rules(List<RelabelRule> rules) {
    return rules.isEmpty() ? "null" : GoJson.list(rules, RemoteWriteJson::rule);
  }

  private static String rule(RelabelRule rule) {
    return new GoJson()
        .raw(
            "SourceLabels",
            rule.sourceLabels().isEmpty()
                ? "null"
                : GoJson.list(rule.sourceLabels(), GoJson::quote))
        .text("Separator", rule.separator())
        .text("Regex", "^(?:" + rule.regex().pattern() + ")$")
        .raw("Modulus", Long.toUnsignedString(rule.modulus()))
        .text("TargetLabel", rule.targetLabel())
        .text("Replacement", rule.replacement())
        .text("Action", rule.action().toString())
        .toString();
  }

  private GoJson client(HttpClientSettings client) {
    var json = new GoJson();
    BasicAuth basic = client.basicAuth();
    if (basic != null) {
      json.raw("basic_auth", basic(basic));
    }
    Authorization authorization = client.authorization();
    if (authorization != null) {
      var object = new GoJson().filled("type", authorization.type());
      source(object, "credentials", authorization.credentials());
      json.raw("authorization", object);
    }
    OAuth2 oauth2 = client.oauth2();
    if (oauth2 != null) {
      json.raw("oauth2", oauth2(oauth2));
    }
    source(json, "bearer_token", client.bearerToken());
    json.raw("tls_config", tls(client.tls()));
    json.raw("follow_redirects", client.followRedirects());
    json.raw("enable_http2", client.enableHttp2());
    proxy(json, client.proxy());
    if (!client.httpHeaders().isEmpty()) {
      json.raw(
          "http_headers",
          GoJson.list(
              client.httpHeaders(),
              header ->
                  new GoJson()
                      .text("name", header.name())
                      .raw("values", GoJson.list(header.values(), GoJson::quote))
                      .raw("secrets", GoJson.list(header.secrets(), this::secret))
                      .raw(
                          "files",
                          GoJson.list(header.files(), file -> GoJson.quote(file.toString())))
                      .toString()));
    }
    return json;
  }

  private GoJson basic(BasicAuth basic) {
    Secret name = basic.username().text();
    var json = new GoJson().text("username", name == null ? "" : name.value());
    json.filled("username_file", file(basic.username()));
    source(json, "password", basic.password());
    return json;
  }

  private GoJson oauth2(OAuth2 oauth2) {
    Secret secret = oauth2.clientSecret().text();
    var json =
        new GoJson()
            .text("client_id", oauth2.clientId())
            .raw("client_secret", secret == null ? "\"\"" : secret(secret))
            .text("client_secret_file", file(oauth2.clientSecret()));
    if (!oauth2.scopes().isEmpty()) {
      json.raw("scopes", GoJson.list(oauth2.scopes(), GoJson::quote));
    }
    json.text("token_url", oauth2.tokenUrl());
    if (!oauth2.endpointParams().isEmpty()) {
      json.raw("endpoint_params", GoJson.map(oauth2.endpointParams(), GoJson::quote));
    }
    json.raw("TLSConfig", tls(oauth2.tls()));
    proxy(json, oauth2.proxy());
    return json;
  }

  private GoJson tls(TlsSettings tls) {
    var json = new GoJson();
    // Certificates are no secrets, keys are.
    json.filled("ca", plain(tls.ca())).filled("cert", plain(tls.cert()));
    Secret key = tls.key().text();
    if (key != null) {
      json.raw("key", secret(key));
    }
    return json.filled("ca_file", file(tls.ca()))
        .filled("cert_file", file(tls.cert()))
        .filled("key_file", file(tls.key()))
        .filled("server_name", tls.serverName())
        .raw("insecure_skip_verify", tls.insecureSkipVerify())
        .filled("min_version", tls.minVersion() == null ? "" : tls.minVersion().toString())
        .filled("max_version", tls.maxVersion() == null ? "" : tls.maxVersion().toString());
  }

  private void proxy(GoJson json, ProxySettings proxy) {
    json.raw("proxy_url", proxy.url().isEmpty() ? "null" : GoJson.quote(proxy.url()))
        .filled("no_proxy", proxy.noProxy())
        .flag("proxy_from_environment", proxy.fromEnvironment());
    if (!proxy.connectHeaders().isEmpty()) {
      json.raw(
          "proxy_connect_header",
          GoJson.map(proxy.connectHeaders(), values -> GoJson.list(values, this::secret)));
    }
  }

  private void source(GoJson json, String name, SecretSource source) {
    Secret text = source.text();
    if (text != null) {
      json.raw(name, secret(text));
    }
    json.filled(name + "_file", file(source));
  }

  private String secret(Secret secret) {
    return GoJson.quote(showsSecrets ? secret.value() : "<secret>");
  }

  private static String plain(SecretSource source) {
    @Nullable Secret text = source.text();
    return text == null ? "" : text.value();
  }

  private static String file(SecretSource source) {
    return source.file() == null ? "" : source.file().toString();
  }
}
