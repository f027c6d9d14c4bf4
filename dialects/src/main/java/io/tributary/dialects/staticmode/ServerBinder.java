package io.tributary.dialects.staticmode;

import io.tributary.base.config.Suggestions;
import io.tributary.base.text.Quoting;
import io.tributary.dialects.staticmode.ServerSettings.ServerTls;
import io.tributary.dialects.tree.Locator;
import io.tributary.dialects.yaml.Fields;
import io.tributary.dialects.yaml.YamlNode;
import io.tributary.net.tls.ServerTlsSettings;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Binds `server`.
///
/// Source: grafana/agent `static/server/config.go`, `static/server/tls.go`.
final class ServerBinder {
  private static final List<String> LEVELS = List.of("debug", "info", "warn", "error");
  private static final List<String> FORMATS = List.of("logfmt", "json");
  private static final String HTTP = "http";
  private static final String GRPC = "grpc";
  private static final Set<String> VERSIONS = Set.of("TLS10", "TLS11", "TLS12", "TLS13");

  /// Listen addresses and the like were here before version 0.26.
  private static final List<String> MOVED_TO_FLAGS =
      List.of(
          "http_listen_network",
          "http_listen_address",
          "http_listen_port",
          "http_listen_conn_limit",
          "grpc_listen_network",
          "grpc_listen_address",
          "grpc_listen_port",
          "grpc_listen_conn_limit",
          "graceful_shutdown_timeout",
          "http_server_read_timeout",
          "http_server_write_timeout",
          "http_server_idle_timeout",
          "register_instrumentation");

  private final boolean usesTls;
  private final boolean grpcUsesTls;

  ServerBinder(boolean usesTls, boolean grpcUsesTls) {
    this.usesTls = usesTls;
    this.grpcUsesTls = grpcUsesTls;
  }

  ServerSettings bind(Fields top) {
    if (top.has("server") && !top.isSet("server")) {
      top.error("server", "an empty server config is invalid");
    }
    Fields fields = top.section("server", "server");
    if (fields == null) {
      requireTls(top, Optional.empty(), HTTP, usesTls);
      requireTls(top, Optional.empty(), GRPC, grpcUsesTls);
      return new ServerSettings(
          ServerSettings.DEFAULT_LEVEL,
          ServerSettings.DEFAULT_FORMAT,
          Optional.empty(),
          Optional.empty(),
          Locator.of(top.document(), top.mapping()));
    }
    String level =
        word(fields, "log_level", LEVELS, ServerSettings.DEFAULT_LEVEL, "unrecognized log level ");
    String format =
        word(
            fields,
            "log_format",
            FORMATS,
            ServerSettings.DEFAULT_FORMAT,
            "unrecognized log format ");
    Optional<ServerTls> tls = tls(fields, HTTP, usesTls);
    Optional<ServerTls> grpcTls = tls(fields, GRPC, grpcUsesTls);
    for (String moved : MOVED_TO_FLAGS) {
      if (fields.has(moved)) {
        fields
            .document()
            .error(
                fields.key(moved),
                "field " + moved + " not found in type server",
                "since version 0.26 of Grafana Agent this is a flag of the command line:"
                    + " -server.http.address and its like");
      }
    }
    fields.finish();
    return new ServerSettings(
        level, format, tls, grpcTls, Locator.of(fields.document(), fields.mapping()));
  }

  private static String word(
      Fields fields, String key, List<String> words, String fallback, String problem) {
    String word = fields.string(key, fallback);
    if (words.contains(word) || fields.failed(key)) {
      return word;
    }
    fields.error(
        key,
        problem + Quoting.excerpt(word),
        Suggestions.nearest(word, words)
            .map(near -> "did you mean \"" + near + "\"?")
            .orElse("expected " + String.join(", ", words)));
    return fallback;
  }

  private static void requireTls(
      Fields fields, Optional<ServerTls> tls, String protocol, boolean isOn) {
    if (!isOn) {
      return;
    }
    String hint = "-server." + protocol + ".enable-tls is on";
    if (tls.map(ServerTls::certFile).orElse("").isEmpty()) {
      fields.error(key(protocol), "missing certificate file", hint);
    } else if (tls.map(ServerTls::keyFile).orElse("").isEmpty()) {
      fields.error(key(protocol), "missing key file", hint);
    }
  }

  private static String key(String protocol) {
    return protocol + "_tls_config";
  }

  private static Optional<ServerTls> tls(Fields server, String protocol, boolean isOn) {
    Optional<ServerTls> tls = tls(server, key(protocol));
    requireTls(server, tls, protocol, isOn);
    if (tls.isPresent() && !isOn) {
      server.warning(
          key(protocol),
          key(protocol) + " has no effect without -server." + protocol + ".enable-tls");
    }
    return tls;
  }

  private static Optional<ServerTls> tls(Fields server, String key) {
    Fields fields = server.section(key, key);
    if (fields == null) {
      return Optional.empty();
    }
    var settings =
        new ServerTls(
            fields.string("cert_file", ""),
            fields.string("key_file", ""),
            fields.string("client_ca_file", ""),
            choice(
                fields,
                "client_auth_type",
                ServerTlsSettings.CLIENT_AUTH_TYPES,
                "invalid ClientAuth "),
            fields.strings("cipher_suites"),
            curves(fields),
            choice(fields, "min_version", VERSIONS, "unknown TLS version: "),
            choice(fields, "max_version", VERSIONS, "unknown TLS version: "),
            Locator.of(fields.document(), fields.mapping()));
    if (!settings.clientCaFile().isEmpty()
        && Set.of("", "NoClientCert").contains(settings.clientAuthType())
        && !fields.failed("client_auth_type")) {
      fields.error("client_ca_file", "Client CAs have been configured without a ClientAuth policy");
    }
    if (fields.bool("prefer_server_cipher_suites", false)) {
      fields.warning(
          "prefer_server_cipher_suites",
          "prefer_server_cipher_suites has no effect: the server's order counts, as it does for Go"
              + " since 1.17");
    }
    if (fields.isSet("windows_certificate_filter")) {
      fields
          .document()
          .error(
              fields.key("windows_certificate_filter"),
              "windows_certificate_filter is for Windows, on which Tributary does not run");
    }
    fields.finish();
    return Optional.of(settings);
  }

  private static String choice(
      Fields fields, String key, Collection<String> words, String problem) {
    String word = fields.string(key, "");
    if (!word.isEmpty() && !words.contains(word)) {
      fields.error(key, problem + word);
    }
    return word;
  }

  private static List<String> curves(Fields fields) {
    for (YamlNode item : fields.items("curve_preferences")) {
      @Nullable String name = fields.itemText("curve_preferences", item);
      if (name != null && !ServerTlsSettings.CURVES.contains(name)) {
        fields
            .document()
            .error(
                item,
                "unknown curve: " + name,
                "expected " + String.join(", ", ServerTlsSettings.CURVES));
      }
    }
    return fields.strings("curve_preferences");
  }
}
