package io.tributary.agent.blocks;

import io.tributary.base.config.ConfigException;
import io.tributary.base.secret.Secret;
import io.tributary.base.secret.SecretSource;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.component.Stability;
import io.tributary.net.server.PlainUser;
import io.tributary.net.server.WebConfig;
import io.tributary.net.server.WebConfigHolder;
import io.tributary.net.tls.ServerTlsSettings;
import io.tributary.net.tls.TlsVersion;
import io.tributary.river.decode.AttributeReader;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.SecretCapsule;
import io.tributary.river.value.Value;
import io.tributary.runtime.ConfigBlock;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The block `http`: TLS and one user for everything that the agent listens on. New connections
/// follow a change at once.
///
/// Source: grafana/alloy `internal/service/http/http.go`, `tls.go`, `auth.go`.
final class HttpBlock {
  /// As the configuration says it.
  record Settings(ServerTlsSettings tls, Optional<PlainUser> user) {}

  private static final Settings DEFAULTS = new Settings(ServerTlsSettings.NONE, Optional.empty());

  private HttpBlock() {}

  static ConfigBlock<Settings> block(WebConfigHolder web, Runnable inForce) {
    return ConfigBlock.service(
        "http",
        Stability.GENERALLY_AVAILABLE,
        ArgumentsCodec.of(HttpBlock::decode, HttpBlock::describe),
        DEFAULTS,
        settings -> {
          apply(settings, web);
          inForce.run();
        });
  }

  private static void apply(Settings settings, WebConfigHolder web) {
    try {
      web.set(WebConfig.of(settings.tls(), settings.user()));
    } catch (IOException e) {
      throw new ConfigException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Settings decode(BlockReader block) {
    return new Settings(
        block.block("tls").map(HttpBlock::tls).orElse(ServerTlsSettings.NONE),
        block.block("auth").flatMap(HttpBlock::user));
  }

  private static Optional<PlainUser> user(BlockReader auth) {
    Optional<PlainUser.Filter> filter =
        auth.block("filter")
            .map(block ->
                new PlainUser.Filter(
                    block.attribute("paths").texts(List.of()),
                    block.attribute("authenticate_matching_paths").bool(true)));
    return auth.block("basic")
        .map(basic ->
            new PlainUser(
                basic.required("username").text(""), basic.required("password").secret(), filter));
  }

  private static ServerTlsSettings tls(BlockReader block) {
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

  private static Body describe(Settings settings) {
    var body = Body.builder();
    settings
        .user()
        .ifPresent(user ->
            body.block(
                "auth",
                Body.builder()
                    .block(
                        "basic",
                        Body.builder()
                            .attr("username", user.name())
                            .attr("password", hidden(user.password()))
                            .build())
                    .build()));
    if (settings.tls().isEnabled()) {
      body.block(
          "tls", Body.builder().attr("client_auth_type", settings.tls().clientAuthType()).build());
    }
    return body.build();
  }

  private static Value hidden(Secret secret) {
    return Value.of(new SecretCapsule(secret));
  }
}
