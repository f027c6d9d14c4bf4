package io.tributary.dialects.scrapingservice;

import io.tributary.base.secret.SecretSource;
import io.tributary.base.text.Quoting;
import io.tributary.net.tls.TlsSettings;
import io.tributary.net.tls.TlsVersion;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Binds `tls_enabled` and the fields `tls_*` beside it.
///
/// Source: grafana/dskit `crypto/tls/tls.go`, ClientConfig.
final class TlsBinder {
  private static final List<String> KEYS =
      List.of(
          "tls_cert_path",
          "tls_key_path",
          "tls_ca_path",
          "tls_server_name",
          "tls_insecure_skip_verify",
          "tls_min_version");

  private final FlaggedFields fields;
  private final String flags;

  /// `flags` is what the names of the flags begin with, behind the prefix of the section.
  TlsBinder(FlaggedFields fields, String flags) {
    this.fields = fields;
    this.flags = flags;
  }

  /// Empty where TLS is off, or can never work.
  Optional<TlsSettings> bind() {
    var settings =
        new TlsSettings(
            file("tls_ca_path"),
            file("tls_cert_path"),
            file("tls_key_path"),
            text("tls_server_name"),
            fields.bool("tls_insecure_skip_verify", flag("tls_insecure_skip_verify"), false),
            minVersion(),
            null);
    if (!text("tls_cipher_suites").isEmpty()) {
      fields.error(
          "tls_cipher_suites",
          flag("tls_cipher_suites"),
          "tls_cipher_suites is not supported: those of the Java runtime are used");
    }
    if (!fields.bool("tls_enabled", flag("tls_enabled"), false)) {
      KEYS.forEach(key -> fields.warning(key, key + " has no effect without tls_enabled"));
      return Optional.empty();
    }
    if (settings.cert().isSet() && !settings.key().isSet()) {
      fields.error(
          "tls_cert_path", flag("tls_cert_path"), "certificate given but no key configured");
      return Optional.empty();
    }
    if (settings.key().isSet() && !settings.cert().isSet()) {
      fields.error("tls_key_path", flag("tls_key_path"), "key given but no certificate configured");
      return Optional.empty();
    }
    return Optional.of(settings);
  }

  private @Nullable TlsVersion minVersion() {
    String word = text("tls_min_version");
    if (word.isEmpty()) {
      return null;
    }
    Optional<TlsVersion> version =
        word.startsWith("Version")
            ? TlsVersion.parse(word.substring("Version".length()))
            : Optional.empty();
    if (version.isEmpty()) {
      fields.error(
          "tls_min_version",
          flag("tls_min_version"),
          "unknown minimum TLS version: " + Quoting.quote(word));
    }
    return version.orElse(null);
  }

  private SecretSource file(String key) {
    try {
      return SecretSource.ofFile(Path.of(text(key)));
    } catch (InvalidPathException e) {
      fields.error(key, flag(key), "not a path: " + e.getReason());
      return SecretSource.NONE;
    }
  }

  private String text(String key) {
    return fields.text(key, flag(key), "");
  }

  private String flag(String key) {
    return flags + key.replace('_', '-');
  }
}
