package io.tributary.agent.blocks;

import io.tributary.base.config.ConfigException;
import io.tributary.base.secret.SecretSource;
import io.tributary.net.tls.ServerTlsSettings;
import io.tributary.net.tls.TlsVersion;
import io.tributary.river.decode.AttributeReader;
import io.tributary.river.decode.BlockReader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/// The block `tls` of something that listens.
///
/// Source: grafana/alloy `internal/service/http/tls.go`.
public final class ServerTlsBlock {
  private ServerTlsBlock() {}

  /// Reads the block `block`.
  public static ServerTlsSettings read(BlockReader block) {
    if (block.block("windows_certificate_filter").isPresent()) {
      block.error("windows_certificate_filter cannot be used: this is not Windows");
    }
    var settings =
        new ServerTlsSettings(
            source(block, "cert", false),
            source(block, "key", true),
            source(block, "client_ca", false),
            block.attribute("client_auth_type").text(""),
            List.of(),
            version(block.attribute("min_version"), TlsVersion.TLS12),
            version(block.attribute("max_version"), TlsVersion.TLS13),
            block.attribute("cipher_suites").texts(List.of()),
            block.attribute("curve_preferences").texts(List.of()),
            true);
    if (!block.hasFailed()) {
      settings.validate().forEach(block::error);
      settings.validateForHttp2().forEach(block::error);
    }
    return settings;
  }

  private static SecretSource source(BlockReader block, String name, boolean isSecret) {
    AttributeReader pem = block.attribute(name + "_pem");
    AttributeReader file = block.attribute(name + "_file");
    if (pem.isThere() && file.isThere()) {
      block.error("at most one of %s_pem and %s_file must be configured".formatted(name, name));
    }
    String path = file.text("");
    if (!path.isEmpty()) {
      try {
        return SecretSource.ofFile(Path.of(path));
      } catch (InvalidPathException e) {
        file.error("not a file name: " + e.getReason());
      }
    }
    if (!pem.isThere()) {
      return SecretSource.NONE;
    }
    return SecretSource.ofText(isSecret ? pem.secret().value() : pem.text(""));
  }

  private static TlsVersion version(AttributeReader attribute, TlsVersion fallback) {
    return attribute.parsed(
        fallback,
        fallback,
        text ->
            TlsVersion.parse(text)
                .orElseThrow(() -> new ConfigException("unknown TLS version: " + text)));
  }
}
