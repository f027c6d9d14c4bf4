package io.tributary.dialects.staticmode;

import io.tributary.dialects.tree.Locator;
import java.util.List;
import java.util.Optional;

/// The section `server`.
public record ServerSettings(
    String logLevel,
    String logFormat,
    Optional<ServerTls> tls,
    Optional<ServerTls> grpcTls,
    Locator place) {
  static final String DEFAULT_LEVEL = "info";
  static final String DEFAULT_FORMAT = "logfmt";

  /// `http_tls_config` or `grpc_tls_config`; empty texts and lists where nothing is written.
  public record ServerTls(
      String certFile,
      String keyFile,
      String clientCaFile,
      String clientAuthType,
      List<String> cipherSuites,
      List<String> curvePreferences,
      String minVersion,
      String maxVersion,
      Locator place) {
    public ServerTls {
      cipherSuites = List.copyOf(cipherSuites);
      curvePreferences = List.copyOf(curvePreferences);
    }
  }
}
