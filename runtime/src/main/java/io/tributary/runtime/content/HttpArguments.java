package io.tributary.runtime.content;

import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.component.block.RequestArguments;
import io.tributary.river.decode.BlockReader;

/// The arguments of `import.http` and `module.http`: what is asked, and with which client.
///
/// Source: grafana/alloy `importsource/import_http.go`.
public record HttpArguments<C>(RequestArguments request, C client) {
  static <C> ArgumentsCodec<HttpArguments<C>> codec(HttpFetcher<C> fetcher) {
    return ArgumentsCodec.of(
        block -> decode(block, fetcher), arguments -> describe(arguments, fetcher));
  }

  private static <C> HttpArguments<C> decode(BlockReader block, HttpFetcher<C> fetcher) {
    return new HttpArguments<>(
        RequestArguments.read(block, fetcher::checkedUrl),
        block.block("client").map(fetcher::decode).orElseGet(fetcher::defaults));
  }

  private static <C> Body describe(HttpArguments<C> arguments, HttpFetcher<C> fetcher) {
    var body = Body.builder();
    arguments.request.describe(body);
    return body.block("client", fetcher.describe(arguments.client)).build();
  }
}
