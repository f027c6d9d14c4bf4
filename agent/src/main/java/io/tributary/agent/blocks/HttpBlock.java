package io.tributary.agent.blocks;

import io.tributary.base.config.ConfigException;
import io.tributary.base.secret.Secret;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.component.Stability;
import io.tributary.net.server.PlainUser;
import io.tributary.net.server.WebConfig;
import io.tributary.net.server.WebConfigHolder;
import io.tributary.net.tls.ServerTlsSettings;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.SecretCapsule;
import io.tributary.river.value.Value;
import io.tributary.runtime.ConfigBlock;
import java.io.IOException;
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
        block.block("tls").map(ServerTlsBlock::read).orElse(ServerTlsSettings.NONE),
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
