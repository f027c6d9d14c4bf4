package io.tributary.discovery.remote;

import io.tributary.base.config.ConfigException;
import io.tributary.base.config.GoDurations;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.discovery.client.HttpClientBlock;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.HttpUrls;
import io.tributary.net.client.Urls;
import io.tributary.river.decode.AttributeReader;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.SecretCapsule;
import io.tributary.river.value.Value;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The arguments of `remote.http`.
///
/// Source: grafana/alloy `internal/component/remote/http`.
record RemoteHttpArguments(
    Request request, Poll poll, boolean isSecret, HttpClientSettings client) {
  static final ArgumentsCodec<RemoteHttpArguments> CODEC =
      ArgumentsCodec.of(RemoteHttpArguments::decode, RemoteHttpArguments::describe);

  private static final Set<String> SCHEMES = Set.of("http", "https");

  /// What is sent. The URL may hold a password, which `toString` leaves out.
  record Request(String method, String url, Map<String, String> headers, String body) {
    Request {
      headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
      return method + " " + Urls.brief(URI.create(url));
    }
  }

  /// How often it is sent, and how long an answer may take.
  record Poll(Duration frequency, Duration timeout) {}

  private static RemoteHttpArguments decode(BlockReader block) {
    AttributeReader method = block.attribute("method");
    var request =
        new Request(
            method.text("GET"),
            block.required("url").parsed("", "", RemoteHttpArguments::url),
            block.attribute("headers").textMap(),
            block.attribute("body").text(""));
    var poll =
        new Poll(
            block.attribute("poll_frequency").duration(Duration.ofMinutes(1)),
            block.attribute("poll_timeout").duration(Duration.ofSeconds(10)));
    if (!request.method().matches("[!#$%&'*+.^_`|~0-9A-Za-z-]*")) {
      method.error("net/http: invalid method \"" + request.method() + '"');
    }
    check(block, poll);
    return new RemoteHttpArguments(
        request.method().isEmpty() ? withMethod(request, "GET") : request,
        poll,
        block.attribute("is_secret").bool(false),
        block
            .block("client")
            .map(client -> HttpClientBlock.read(client, HttpClientSettings.DEFAULTS))
            .orElse(HttpClientSettings.DEFAULTS));
  }

  private static Request withMethod(Request request, String method) {
    return new Request(method, request.url(), request.headers(), request.body());
  }

  private static String url(String text) {
    if (text.isEmpty()) {
      throw new ConfigException("URL is missing");
    }
    return HttpUrls.parse(text, SCHEMES);
  }

  private static void check(BlockReader block, Poll poll) {
    if (!poll.frequency().isPositive()) {
      block.attribute("poll_frequency").error("poll_frequency must be greater than 0");
    } else if (!poll.timeout().isPositive()) {
      block.attribute("poll_timeout").error("poll_timeout must be greater than 0");
    } else if (poll.timeout().compareTo(poll.frequency()) >= 0) {
      block.error("poll_timeout must be less than poll_frequency");
    }
  }

  private static Body describe(RemoteHttpArguments arguments) {
    Request request = arguments.request;
    var body =
        Body.builder()
            .attr("url", Urls.redact(request.url()))
            .attr("poll_frequency", GoDurations.format(arguments.poll.frequency()))
            .attr("poll_timeout", GoDurations.format(arguments.poll.timeout()))
            .attr("is_secret", Value.of(arguments.isSecret))
            .attr("method", request.method());
    if (!request.headers().isEmpty()) {
      var headers = new TreeMap<String, Value>();
      // They may hold tokens, and so may the body.
      request
          .headers()
          .forEach((name, value) -> headers.put(name, Value.of(SecretCapsule.of(value))));
      body.attr("headers", Value.of(headers));
    }
    if (!request.body().isEmpty()) {
      body.attr("body", Value.of(SecretCapsule.of(request.body())));
    }
    return body.block("client", HttpClientBlock.describe(arguments.client)).build();
  }
}
