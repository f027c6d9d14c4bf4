package io.tributary.metrics.component;

import io.tributary.base.config.GoDurations;
import io.tributary.base.secret.Secret;
import io.tributary.base.secret.SecretSource;
import io.tributary.component.Body;
import io.tributary.metrics.receive.server.ListenSettings;
import io.tributary.net.server.HttpServerSettings.Timeouts;
import io.tributary.net.tls.ServerTlsSettings;
import io.tributary.net.tls.TlsVersion;
import io.tributary.river.decode.AttributeReader;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.SecretCapsule;
import io.tributary.river.value.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The blocks `http` and `grpc` of components that listen.
///
/// Nothing is served by gRPC, so that nothing listens there, as upstream listens for nothing: its
/// block is read and checked, and the log says so. HTTP/2 is always spoken, with bounds of its own.
///
/// @param hasGrpc whether the block `grpc` is written
///
///   Source: grafana/alloy `internal/component/common/net/config.go`.
record ListenBlocks(
    String address,
    int port,
    int connLimit,
    Timeouts timeouts,
    boolean hasGrpc,
    ServerTlsSettings tls) {

  private static final ListenBlocks DEFAULTS =
      new ListenBlocks(
          "",
          8080,
          0,
          new Timeouts(
              Duration.ofSeconds(30), Duration.ofMinutes(2), Optional.of(Duration.ofSeconds(30))),
          false,
          ServerTlsSettings.NONE);

  /// What HTTP/2 is told, with the defaults: others cannot be had.
  private static final Map<String, Long> HTTP2_NUMBERS =
      Map.of(
          "max_handlers", 0L,
          "max_concurrent_streams", 100L,
          "max_decoder_header_table_size", 4096L,
          "max_encoder_header_table_size", 4096L,
          "max_read_frame_size", 0L,
          "max_upload_buffer_per_connection", 0L,
          "max_upload_buffer_per_stream", 0L);

  private static final Map<String, Duration> HTTP2_DURATIONS =
      Map.of(
          "idle_timeout", Duration.ZERO,
          "read_idle_timeout", Duration.ZERO,
          "ping_timeout", Duration.ofSeconds(15),
          "write_byte_timeout", Duration.ZERO);

  private static final Map<String, TlsVersion> VERSIONS =
      Map.of(
          "VersionTLS10", TlsVersion.TLS10,
          "VersionTLS11", TlsVersion.TLS11,
          "VersionTLS12", TlsVersion.TLS12,
          "VersionTLS13", TlsVersion.TLS13);

  ListenSettings settings(Duration grace) {
    return new ListenSettings(address, port, connLimit, timeouts, grace, tls);
  }

  static ListenBlocks read(BlockReader component) {
    Optional<BlockReader> grpc = component.block("grpc");
    grpc.ifPresent(ListenBlocks::checkGrpc);
    ListenBlocks http = component.block("http").map(ListenBlocks::http).orElse(DEFAULTS);
    return grpc.isPresent() ? http.withGrpc() : http;
  }

  private ListenBlocks withGrpc() {
    return new ListenBlocks(address, port, connLimit, timeouts, true, tls);
  }

  private static ListenBlocks http(BlockReader block) {
    block.block("http2").ifPresent(ListenBlocks::checkHttp2);
    int port = block.attribute("listen_port").integer(DEFAULTS.port);
    if (port < 0 || port > 65_535) {
      block.attribute("listen_port").error("listen_port must be a number up to 65535");
    }
    return new ListenBlocks(
        block.attribute("listen_address").text(""),
        port,
        connections(block.attribute("conn_limit")),
        timeouts(block),
        false,
        block.block("tls").map(ListenBlocks::tls).orElse(ServerTlsSettings.NONE));
  }

  private static Timeouts timeouts(BlockReader block) {
    Timeouts usual = DEFAULTS.timeouts;
    return new Timeouts(
        positive(block.attribute("server_read_timeout"), usual.read()),
        positive(block.attribute("server_idle_timeout"), usual.idle()),
        usual.answer().map(answer -> positive(block.attribute("server_write_timeout"), answer)));
  }

  private static int connections(AttributeReader written) {
    int limit = written.integer(0);
    if (limit < 0) {
      written.error("conn_limit must not be negative");
    }
    return Math.max(limit, 0);
  }

  private static Duration positive(AttributeReader written, Duration fallback) {
    Duration duration = written.duration(fallback);
    if (!duration.isPositive()) {
      written.error("the timeout must be greater than 0");
    }
    return duration;
  }

  private static void checkHttp2(BlockReader block) {
    block.attribute("enabled").bool(false);
    if (block.attribute("permit_prohibited_ciphers").bool(false)) {
      refuse(block, "permit_prohibited_ciphers");
    }
    HTTP2_NUMBERS.forEach((name, usual) -> {
      if (block.attribute(name).longInteger(usual) != usual) {
        refuse(block, name);
      }
    });
    HTTP2_DURATIONS.forEach((name, usual) -> {
      if (!block.attribute(name).duration(usual).equals(usual)) {
        refuse(block, name);
      }
    });
  }

  private static void refuse(BlockReader block, String name) {
    block.attribute(name).error("http2 > " + name + " is not supported yet");
  }

  private static void checkGrpc(BlockReader block) {
    block.attribute("listen_address").text("");
    for (String name :
        List.of(
            "listen_port",
            "conn_limit",
            "server_max_recv_msg_size",
            "server_max_send_msg_size",
            "server_max_concurrent_streams")) {
      block.attribute(name).longInteger(0);
    }
    for (String name :
        List.of("max_connection_age", "max_connection_age_grace", "max_connection_idle")) {
      block.attribute(name).duration(Duration.ZERO);
    }
    block.block("tls").ifPresent(ListenBlocks::tls);
  }

  private static ServerTlsSettings tls(BlockReader block) {
    String suites = block.attribute("cipher_suites").text("");
    var settings =
        new ServerTlsSettings(
            source(block, "cert_pem", "cert_file"),
            source(block, "key_pem", "key_file"),
            source(block, "client_ca", "client_ca_file"),
            block.attribute("client_auth_type").text(""),
            List.of(),
            version(block.attribute("min_version")),
            TlsVersion.TLS13,
            suites.isEmpty()
                ? List.of()
                : Arrays.stream(suites.split(",", -1)).map(String::strip).toList(),
            List.of(),
            true);
    if (!block.hasFailed()) {
      settings.validate().forEach(block::error);
      settings.validateForHttp2().forEach(block::error);
    }
    return settings;
  }

  private static TlsVersion version(AttributeReader written) {
    String name = written.text("");
    TlsVersion version = name.isEmpty() ? TlsVersion.TLS12 : VERSIONS.get(name);
    if (version == null) {
      written.error("unknown TLS version: \"" + name + "\"");
      return TlsVersion.TLS12;
    }
    return version;
  }

  private static SecretSource source(BlockReader block, String text, String file) {
    AttributeReader written = block.attribute(text);
    String path = block.attribute(file).text("");
    if (written.isThere() && !path.isEmpty()) {
      block.error("at most one of %s and %s must be configured".formatted(text, file));
    }
    if (!path.isEmpty()) {
      return SecretSource.ofFile(Path.of(path));
    }
    if (!written.isThere()) {
      return SecretSource.NONE;
    }
    return SecretSource.ofText(
        text.equals("key_pem") ? written.secret().value() : written.text(""));
  }

  void describe(Body.Builder body) {
    Body.Builder http =
        Body.builder()
            .attr("listen_address", address)
            .attr("listen_port", Value.of(port))
            .attr("conn_limit", Value.of(connLimit))
            .attr("server_read_timeout", GoDurations.format(timeouts.read()))
            .attr("server_idle_timeout", GoDurations.format(timeouts.idle()));
    timeouts
        .answer()
        .ifPresent(answer -> http.attr("server_write_timeout", GoDurations.format(answer)));
    if (tls.isEnabled()) {
      http.block("tls", describeTls());
    }
    body.block("http", http.build());
  }

  private Body describeTls() {
    Body.Builder body = Body.builder();
    describe(body, tls.cert(), "cert_pem", "cert_file");
    describe(body, tls.key(), "key_pem", "key_file");
    describe(body, tls.clientCa(), "client_ca", "client_ca_file");
    return body.attr("client_auth_type", tls.clientAuthType())
        .attr("cipher_suites", String.join(",", tls.cipherSuites()))
        .build();
  }

  private static void describe(Body.Builder body, SecretSource source, String text, String file) {
    Path path = source.file();
    Secret secret = source.text();
    if (path != null) {
      body.attr(file, path.toString());
    } else if (secret != null) {
      body.attr(
          text,
          text.equals("key_pem")
              ? Value.of(SecretCapsule.of(secret.value()))
              : Value.of(secret.value()));
    }
  }
}
