package io.tributary.discovery.remote;

import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.component.block.RequestArguments;
import io.tributary.discovery.client.HttpClientBlock;
import io.tributary.discovery.client.RequestCalls;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.Value;

/// The arguments of `remote.http`.
///
/// Source: grafana/alloy `internal/component/remote/http`.
record RemoteHttpArguments(RequestArguments request, boolean isSecret, HttpClientSettings client) {
  static final ArgumentsCodec<RemoteHttpArguments> CODEC =
      ArgumentsCodec.of(RemoteHttpArguments::decode, RemoteHttpArguments::describe);

  private static RemoteHttpArguments decode(BlockReader block) {
    return new RemoteHttpArguments(
        RequestArguments.read(block, RequestCalls::checkedUrl),
        block.attribute("is_secret").bool(false),
        block
            .block("client")
            .map(client -> HttpClientBlock.read(client, HttpClientSettings.DEFAULTS))
            .orElse(HttpClientSettings.DEFAULTS));
  }

  private Body describe() {
    var body = Body.builder();
    request.describe(body);
    return body.attr("is_secret", Value.of(isSecret))
        .block("client", HttpClientBlock.describe(client))
        .build();
  }
}
