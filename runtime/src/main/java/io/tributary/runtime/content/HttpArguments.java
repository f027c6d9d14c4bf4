package io.tributary.runtime.content;

import io.tributary.base.config.ConfigException;
import io.tributary.base.config.GoDurations;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// The arguments of `import.http` and `module.http`.
///
/// Source: grafana/alloy `importsource/import_http.go`, `component/remote/http`.
public record HttpArguments<C>(
    String url,
    String method,
    Map<String, String> headers,
    String body,
    Duration pollFrequency,
    Duration pollTimeout,
    C client) {
  public HttpArguments {
    headers = Map.copyOf(headers);
  }

  static <C> ArgumentsCodec<HttpArguments<C>> codec(HttpFetcher<C> fetcher) {
    return ArgumentsCodec.of(
        block -> decode(block, fetcher), arguments -> describe(arguments, fetcher));
  }

  private static <C> HttpArguments<C> decode(BlockReader block, HttpFetcher<C> fetcher) {
    var arguments =
        new HttpArguments<>(
            block.required("url").text(""),
            block.attribute("method").text("GET"),
            block.attribute("headers").textMap(),
            block.attribute("body").text(""),
            block.attribute("poll_frequency").duration(Duration.ofMinutes(1)),
            block.attribute("poll_timeout").duration(Duration.ofSeconds(10)),
            block.block("client").map(fetcher::decode).orElseGet(fetcher::defaults));
    if (!arguments.pollFrequency.isPositive()) {
      throw new ConfigException("poll_frequency must be greater than 0");
    }
    if (!arguments.pollTimeout.isPositive()) {
      throw new ConfigException("poll_timeout must be greater than 0");
    }
    if (arguments.pollTimeout.compareTo(arguments.pollFrequency) >= 0) {
      throw new ConfigException("poll_timeout must be less than poll_frequency");
    }
    return arguments;
  }

  private static <C> Body describe(HttpArguments<C> arguments, HttpFetcher<C> fetcher) {
    var headers = new LinkedHashMap<String, Value>();
    arguments.headers.forEach((name, value) -> headers.put(name, Value.of(value)));
    return Body.builder()
        .attr("url", arguments.url)
        .attr("method", arguments.method)
        .attr("headers", Value.of(headers))
        .attr("body", arguments.body)
        .attr("poll_frequency", GoDurations.format(arguments.pollFrequency))
        .attr("poll_timeout", GoDurations.format(arguments.pollTimeout))
        .block("client", fetcher.describe(arguments.client))
        .build();
  }
}
