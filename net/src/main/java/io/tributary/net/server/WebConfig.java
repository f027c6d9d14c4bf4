package io.tributary.net.server;

import io.tributary.base.disk.IoReason;
import io.tributary.base.secret.SecretSource;
import io.tributary.net.http.HttpHeaders;
import io.tributary.net.tls.ServerTls;
import io.tributary.net.tls.ServerTlsSettings;
import io.tributary.net.tls.TlsVersion;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The exporter toolkit's web configuration: TLS, HTTP, users and rate limit.
///
/// [WebUsers] says what is added to the file; `plainUser` is another way to say who may come in,
/// which the file does not have. An `interval` of zero turns the rate limit off.
///
/// Source: prometheus/exporter-toolkit `docs/web-configuration.md`, `web/tls_config.go`.
public record WebConfig(
    ServerTlsSettings tls,
    boolean http2,
    HttpHeaders headers,
    WebUsers users,
    Optional<PlainUser> plainUser,
    RateLimit rateLimit) {

  public static final WebConfig NONE =
      new WebConfig(
          ServerTlsSettings.NONE,
          true,
          HttpHeaders.EMPTY,
          WebUsers.NOBODY,
          Optional.empty(),
          new RateLimit(Duration.ZERO, 0));

  /// TLS and one user; nothing else.
  public static WebConfig of(ServerTlsSettings tls, Optional<PlainUser> user) {
    return new WebConfig(
        tls, true, HttpHeaders.EMPTY, WebUsers.NOBODY, user, new RateLimit(Duration.ZERO, 0));
  }

  /// One request per interval on average, `burst` at once.
  public record RateLimit(Duration interval, int burst) {}

  /// The text of the file; the message of the exception says what is wrong with it.
  static String read(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new IOException("cannot read " + file + ": not valid UTF-8", e);
    } catch (IOException e) {
      throw new IOException("cannot read " + file + ": " + IoReason.of(e), e);
    }
  }

  /// Reads and checks the file and the certificates that it names; the message of the exception
  /// says what is wrong and where.
  static WebConfig load(Path file) throws IOException {
    var config = parse(file, read(file));
    config.users.check(file);
    var problems = config.http2 ? config.tls.validateForHttp2() : List.<String>of();
    if (!problems.isEmpty())
      throw new IOException("cannot use " + file + ": " + problems.getFirst());
    if (config.tls.isEnabled()) checkCertificates(file, config.tls);
    return config;
  }

  private static void checkCertificates(Path file, ServerTlsSettings tls) throws IOException {
    try {
      ServerTls.read(tls);
    } catch (IOException e) {
      throw new IOException("cannot use " + file + ": " + e.getMessage(), e);
    }
  }

  /// Parses the file's text; relative paths in it start at its folder.
  static WebConfig parse(Path file, String text) throws IOException {
    var root = StrictYaml.parse(file.toString(), text);
    root.only(
        "tls_server_config",
        "http_server_config",
        "basic_auth_users",
        "user_roles",
        "bearer_tokens",
        "rate_limit");
    var http = root.section("http_server_config");
    http.only("http2", "headers");
    var rate = root.section("rate_limit");
    rate.only("interval", "burst");
    var tls = tls(file, root.section("tls_server_config"));
    var problems = tls.validate();
    if (!problems.isEmpty())
      throw new IOException("cannot use " + file + ": " + problems.getFirst());
    return new WebConfig(
        tls,
        http.bool("http2", true),
        headers(http.section("headers")),
        WebUsers.read(file, root),
        Optional.empty(),
        new RateLimit(rate.goDuration("interval"), rate.integer("burst")));
  }

  private static HttpHeaders headers(StrictYaml section) throws IOException {
    var headers = HttpHeaders.builder();
    for (var header : section.strings().entrySet()) {
      var name = header.getKey();
      var value = header.getValue();
      switch (name) {
        case "Strict-Transport-Security", "X-XSS-Protection", "Content-Security-Policy" -> {}
        case "X-Content-Type-Options" -> oneOf(section, name, value, List.of("nosniff"));
        case "X-Frame-Options" -> oneOf(section, name, value, List.of("deny", "sameorigin"));
        default -> throw section.problem("HTTP header \"" + name + "\" can not be configured");
      }
      try {
        headers.add(name, value);
      } catch (IllegalArgumentException e) {
        throw section.problem(String.valueOf(e.getMessage()));
      }
    }
    return headers.build();
  }

  private static void oneOf(StrictYaml section, String name, String value, List<String> allowed)
      throws IOException {
    if (allowed.contains(value)) return;
    throw section.problem(
        "invalid value for "
            + name
            + ". Expected one of: "
            + allowed
            + ", but got: \""
            + value
            + "\"");
  }

  private static ServerTlsSettings tls(Path file, StrictYaml section) throws IOException {
    section.only(
        "cert",
        "key",
        "client_ca",
        "cert_file",
        "key_file",
        "client_auth_type",
        "client_ca_file",
        "cipher_suites",
        "curve_preferences",
        "min_version",
        "max_version",
        "prefer_server_cipher_suites",
        "client_allowed_sans");
    return new ServerTlsSettings(
        source(file, section, "cert", "cert_file"),
        source(file, section, "key", "key_file"),
        source(file, section, "client_ca", "client_ca_file"),
        section.string("client_auth_type"),
        section.list("client_allowed_sans"),
        version(section, "min_version", TlsVersion.TLS12),
        version(section, "max_version", TlsVersion.TLS13),
        section.list("cipher_suites"),
        section.list("curve_preferences"),
        section.bool("prefer_server_cipher_suites", true));
  }

  /// A file wins over inline text, as in the toolkit.
  static SecretSource source(Path file, StrictYaml section, String inline, String named)
      throws IOException {
    var path = section.string(named);
    if (path.isEmpty()) return SecretSource.ofText(section.string(inline));
    var folder = file.toAbsolutePath().getParent();
    return SecretSource.ofFile(folder == null ? Path.of(path) : folder.resolve(path));
  }

  private static TlsVersion version(StrictYaml section, String key, TlsVersion otherwise)
      throws IOException {
    var text = section.string(key);
    if (text.isEmpty()) return otherwise;
    return TlsVersion.parse(text)
        .orElseThrow(() -> section.problem("unknown TLS version: " + text));
  }
}
