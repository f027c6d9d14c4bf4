package io.tributary.discovery.client;

import io.tributary.component.ComponentId;
import io.tributary.net.client.HttpCaller;
import io.tributary.net.client.HttpClientOptions;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.HttpClients;
import java.io.IOException;

/// What components make HTTP calls with; a service, shared by all of them. `userAgent` is how the
/// agent calls itself.
public record ComponentClients(HttpClients clients, String userAgent) {

  /// A client of the component's own, which closes it.
  public HttpCaller open(ComponentId id, HttpClientSettings settings) throws IOException {
    return clients.open(settings, HttpClientOptions.named(id.global(), userAgent));
  }
}
