package io.tributary.dialects.staticmode;

import io.tributary.dialects.staticmode.ServerSettings.ServerTls;
import io.tributary.dialects.tree.BlockBuilder;
import io.tributary.dialects.tree.Lines;
import io.tributary.river.syntax.Statement;
import java.util.ArrayList;
import java.util.List;

/// The section `server` as the blocks `logging` and `http`.
///
/// Source: grafana/alloy
/// `internal/converter/internal/staticconvert/internal/build/builder_server.go`.
final class ServerTree {
  private final ServerSettings server;

  ServerTree(ServerSettings server) {
    this.server = server;
  }

  /// `withHttp` is whether TLS is in force.
  List<Statement> build(boolean withHttp) {
    var body = new ArrayList<Statement>();
    var logging = new BlockBuilder("logging", "", server.place().place());
    Lines.of(logging, server.place())
        .called("log_level")
        .text("level", server.logLevel(), ServerSettings.DEFAULT_LEVEL)
        .called("log_format")
        .text("format", server.logFormat(), ServerSettings.DEFAULT_FORMAT);
    if (!logging.isEmpty()) {
      body.add(logging.build());
    }
    if (withHttp) {
      server.tls().ifPresent(tls -> http(tls, body));
    }
    return body;
  }

  private static void http(ServerTls tls, List<Statement> body) {
    var http = new BlockBuilder("http", "", tls.place().place());
    BlockBuilder block = http.add("tls", tls.place().place());
    tls(block, tls);
    if (!block.isEmpty()) {
      body.add(http.build());
    }
  }

  /// What is written, as the block `tls` of a server.
  static void tls(BlockBuilder block, ServerTls tls) {
    Lines.of(block, tls.place())
        .text("cert_file", tls.certFile())
        .text("key_file", tls.keyFile())
        .text("client_ca_file", tls.clientCaFile())
        .text("client_auth_type", clientAuth(tls.clientAuthType()))
        .texts("cipher_suites", tls.cipherSuites(), List.of())
        .texts("curve_preferences", tls.curvePreferences(), List.of())
        .text("min_version", tls.minVersion())
        .text("max_version", tls.maxVersion());
  }

  private static String clientAuth(String type) {
    return switch (type) {
      case "RequireClientCert" -> "RequireAnyClientCert";
      case "NoClientCert" -> "";
      default -> type;
    };
  }
}
