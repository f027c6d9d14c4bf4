package io.tributary.discovery.client;

import io.tributary.base.config.ConfigException;
import io.tributary.base.secret.SecretSource;
import io.tributary.component.Body;
import io.tributary.net.tls.TlsSettings;
import io.tributary.net.tls.TlsVersion;
import io.tributary.river.decode.AttributeReader;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.Value;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The block `tls_config` of a client, in the style of Prometheus: names end in `_pem`.
/// `max_version`, which Prometheus has, is missing in the originals.
///
/// Source: grafana/alloy `internal/component/common/config/types.go`, TLSConfig.
public final class TlsBlock {
  public static final String NAME = "tls_config";

  private TlsBlock() {}

  /// The block of this name in `parent`, the defaults where there is none.
  public static TlsSettings read(BlockReader parent) {
    return readOptional(parent).orElse(TlsSettings.DEFAULTS);
  }

  /// The same for those to whom the block itself says something; empty where there is none.
  public static Optional<TlsSettings> readOptional(BlockReader parent) {
    return parent.block(NAME).map(TlsBlock::settings);
  }

  private static TlsSettings settings(BlockReader block) {
    SecretSource ca = Secrets.text(block, "ca_pem", "ca_file");
    SecretSource cert = Secrets.text(block, "cert_pem", "cert_file");
    SecretSource key = Secrets.secret(block, "key_pem", "key_file");
    check(block, ca, cert, key);
    TlsVersion least = version(block.attribute("min_version"));
    TlsVersion most = version(block.attribute("max_version"));
    if (least != null && most != null && most.compareTo(least) < 0) {
      block
          .attribute("max_version")
          .error("tls_config.max_version must be greater than or equal to tls_config.min_version");
    }
    return new TlsSettings(
        ca,
        cert,
        key,
        block.attribute("server_name").text(""),
        block.attribute("insecure_skip_verify").bool(false),
        least,
        most);
  }

  private static @Nullable TlsVersion version(AttributeReader attribute) {
    Optional<TlsVersion> none = Optional.empty();
    return attribute.parsed(none, none, TlsBlock::version).orElse(null);
  }

  private static void check(
      BlockReader block, SecretSource ca, SecretSource cert, SecretSource key) {
    if (ca.isAmbiguous()) {
      block.error("at most one of ca_pem and ca_file must be configured");
    }
    if (cert.isAmbiguous()) {
      block.error("at most one of cert_pem and cert_file must be configured");
    }
    if (key.isAmbiguous()) {
      block.error("at most one of key_pem and key_file must be configured");
    }
    if (cert.isSet() && !key.isSet()) {
      block.error(
          "exactly one of key_pem or key_file must be configured when a client certificate is"
              + " configured");
    } else if (key.isSet() && !cert.isSet()) {
      block.error(
          "exactly one of cert_pem or cert_file must be configured when a client key is"
              + " configured");
    }
  }

  private static Optional<TlsVersion> version(String text) {
    Optional<TlsVersion> version = TlsVersion.parse(text);
    if (version.isEmpty()) {
      throw new ConfigException("unknown TLS version: " + text);
    }
    return version;
  }

  /// Adds the block, unless there is nothing in it.
  public static void describe(TlsSettings settings, Body.Builder parent) {
    if (settings.equals(TlsSettings.DEFAULTS)) {
      return;
    }
    var body = Body.builder();
    Secrets.describeText(body, settings.ca(), "ca_pem", "ca_file");
    Secrets.describeText(body, settings.cert(), "cert_pem", "cert_file");
    Secrets.describeSecret(body, settings.key(), "key_pem", "key_file");
    if (!settings.serverName().isEmpty()) {
      body.attr("server_name", settings.serverName());
    }
    if (settings.insecureSkipVerify()) {
      body.attr("insecure_skip_verify", Value.of(true));
    }
    TlsVersion least = settings.minVersion();
    if (least != null) {
      body.attr("min_version", least.name());
    }
    TlsVersion most = settings.maxVersion();
    if (most != null) {
      body.attr("max_version", most.name());
    }
    parent.block(NAME, body.build());
  }
}
