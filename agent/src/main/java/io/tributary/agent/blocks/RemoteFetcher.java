package io.tributary.agent.blocks;

import io.tributary.component.Body;
import io.tributary.discovery.client.HttpClientBlock;
import io.tributary.discovery.client.RequestCalls;
import io.tributary.net.client.HttpCaller;
import io.tributary.net.client.HttpClientOptions;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.HttpClients;
import io.tributary.net.client.HttpResponse;
import io.tributary.river.decode.BlockReader;
import io.tributary.runtime.content.HttpArguments;
import io.tributary.runtime.content.HttpFetcher;
import java.io.IOException;

/// What `import.http` and `module.http` fetch with. Each fetch has a connection of its own: they
/// are minutes apart.
public final class RemoteFetcher implements HttpFetcher<HttpClientSettings> {
  private final HttpClients clients;
  private final String userAgent;

  public RemoteFetcher(HttpClients clients, String userAgent) {
    this.clients = clients;
    this.userAgent = userAgent;
  }

  @Override
  public String checkedUrl(String url) {
    return RequestCalls.checkedUrl(url);
  }

  @Override
  public HttpClientSettings defaults() {
    return HttpClientSettings.DEFAULTS;
  }

  @Override
  public HttpClientSettings decode(BlockReader client) {
    return HttpClientBlock.read(client, HttpClientSettings.DEFAULTS);
  }

  @Override
  public Body describe(HttpClientSettings client) {
    return HttpClientBlock.describe(client);
  }

  @Override
  public Answer fetch(HttpArguments<HttpClientSettings> request) throws IOException {
    try (HttpCaller caller =
        clients.open(request.client(), HttpClientOptions.named("import", userAgent))) {
      HttpResponse response = caller.call(RequestCalls.of(request.request()));
      return new Answer(response.status(), response.text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
