package io.tributary.component.block;

import io.tributary.base.config.ConfigException;
import io.tributary.base.config.GoDurations;
import io.tributary.base.secret.SecretUrls;
import io.tributary.component.Body;
import io.tributary.river.decode.AttributeReader;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.SecretCapsule;
import io.tributary.river.value.Value;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// The arguments of whatever asks the same over HTTP again and again: `remote.http`, `import.http`,
/// `module.http`.
///
/// Headers and body may hold tokens, and the URL a password: none of them is shown as it is.
///
/// Source: grafana/alloy `internal/component/remote/http`.
public record RequestArguments(
    String method,
    String url,
    Map<String, String> headers,
    String body,
    Duration frequency,
    Duration timeout) {
  public RequestArguments {
    headers = Map.copyOf(headers);
  }

  /// `checkedUrl` gives the form of a URL in which it is called, or throws [ConfigException].
  public static RequestArguments read(BlockReader block, UnaryOperator<String> checkedUrl) {
    AttributeReader method = block.attribute("method");
    String name = method.text("");
    if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]*")) {
      method.error("net/http: invalid method \"" + name + '"');
    }
    var arguments =
        new RequestArguments(
            name.isEmpty() ? "GET" : name,
            block.required("url").parsed("", "", text -> url(text, checkedUrl)),
            block.attribute("headers").textMap(),
            block.attribute("body").text(""),
            block.attribute("poll_frequency").duration(Duration.ofMinutes(1)),
            block.attribute("poll_timeout").duration(Duration.ofSeconds(10)));
    arguments.checkPoll(block);
    return arguments;
  }

  private static String url(String text, UnaryOperator<String> checkedUrl) {
    if (text.isEmpty()) {
      throw new ConfigException("URL is missing");
    }
    return checkedUrl.apply(text);
  }

  private void checkPoll(BlockReader block) {
    if (!frequency.isPositive()) {
      block.attribute("poll_frequency").error("poll_frequency must be greater than 0");
    } else if (!timeout.isPositive()) {
      block.attribute("poll_timeout").error("poll_timeout must be greater than 0");
    } else if (timeout.compareTo(frequency) >= 0) {
      block.error("poll_timeout must be less than poll_frequency");
    }
  }

  /// Adds the attributes to those of whoever has them.
  public void describe(Body.Builder to) {
    to.attr("url", shownUrl())
        .attr("poll_frequency", GoDurations.format(frequency))
        .attr("poll_timeout", GoDurations.format(timeout))
        .attr("method", method);
    if (!headers.isEmpty()) {
      var hidden = new TreeMap<String, Value>();
      headers.forEach((name, value) -> hidden.put(name, Value.of(SecretCapsule.of(value))));
      to.attr("headers", Value.of(hidden));
    }
    if (!body.isEmpty()) {
      to.attr("body", Value.of(SecretCapsule.of(body)));
    }
  }

  /// The URL without what is secret in it.
  public String shownUrl() {
    return SecretUrls.shown(url);
  }

  @Override
  public String toString() {
    return method + " " + shownUrl();
  }
}
