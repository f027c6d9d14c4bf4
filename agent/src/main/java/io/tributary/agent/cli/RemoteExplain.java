package io.tributary.agent.cli;

import io.tributary.agent.build.BuildInfo;
import io.tributary.agent.explain.ExplainApi;
import io.tributary.agent.explain.ExplainQuery;
import io.tributary.base.config.ConfigException;
import io.tributary.base.config.Printable;
import io.tributary.base.time.Clock;
import io.tributary.net.client.HttpCall;
import io.tributary.net.client.HttpCaller;
import io.tributary.net.client.HttpClientOptions;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.HttpClients;
import io.tributary.net.client.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// Has a running agent explain something.
final class RemoteExplain {
  private RemoteExplain() {}

  /// Prints what the agent at `url` answers. Throws [ConfigException] where it cannot be asked.
  static int ask(String url, ExplainQuery query, String format, Console console) {
    String shown = format.equals("text") && console.hasColours() ? "terminal" : format;
    HttpResponse response = call(endpoint(url), ExplainApi.body(query, shown));
    String text = new String(response.body(), StandardCharsets.UTF_8);
    if (response.status() != 200) {
      throw new ConfigException(
          "the agent answers with status "
              + response.status()
              + ": "
              + Printable.escaped(text.strip()));
    }
    console.out().print(text);
    if (!text.endsWith("\n")) {
      console.out().println();
    }
    return "true".equals(response.headers().first(ExplainApi.KEPT_HEADER)) ? 0 : 1;
  }

  private static URI endpoint(String url) {
    try {
      int end = url.length();
      while (end > 0 && url.charAt(end - 1) == '/') {
        end--;
      }
      return URI.create(url.substring(0, end) + ExplainApi.PATH);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("not a URL: " + e.getMessage(), e);
    }
  }

  private static HttpResponse call(URI endpoint, byte[] body) {
    try (var clients = new HttpClients(Clock.system());
        HttpCaller caller =
            clients.open(
                HttpClientSettings.DEFAULTS,
                HttpClientOptions.named("explain", "Tributary/" + BuildInfo.CURRENT.version()))) {
      return caller.call(HttpCall.post(endpoint, "application/json", body));
    } catch (IOException e) {
      throw new ConfigException("cannot ask the agent: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConfigException("interrupted while asking the agent", e);
    }
  }
}
