package io.tributary.net.scrape;

import io.tributary.net.client.Credentials;
import io.tributary.net.client.HttpCaller;
import io.tributary.net.client.HttpClientOptions;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.HttpClients;
import io.tributary.net.client.ProxyRules;
import io.tributary.net.client.Urls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// The targets of one job: those on plain HTTP on their event loop, everything else (TLS, a proxy,
/// OAuth2, redirects) through the HTTP client on virtual threads.
public final class LoopTransport implements ScrapeTransport {
  private final HttpClients clients;
  private final HttpClientSettings settings;
  private final HttpClientOptions options;
  private final HttpCaller caller;
  private final ProxyRules proxies;
  private final SharedCredentials credentials;
  private final DecoderPool decoders = new DecoderPool();

  // Guarded by this: callers of unix sockets behind https, by path.
  private final Map<Path, HttpCaller> socketCallers = new HashMap<>();

  private LoopTransport(HttpClients clients, HttpClientSettings settings, HttpClientOptions options)
      throws IOException {
    this.clients = clients;
    this.settings = settings.normalized();
    this.options = options;
    this.caller = clients.open(settings, options);
    this.proxies = ProxyRules.of(settings.proxy());
    this.credentials = new SharedCredentials(new Credentials(this.settings));
  }

  /// A transport with a job's settings. Throws where these cannot work; see [HttpClients#open].
  public static LoopTransport open(
      HttpClients clients, HttpClientSettings settings, HttpClientOptions options)
      throws IOException {
    return new LoopTransport(clients, settings, options);
  }

  @Override
  public ScrapeChannel channel(EventLoop loop, ScrapeEndpoint endpoint) {
    if (loop instanceof SelectorLoop selector && isPlain(endpoint)) {
      return new LoopChannel(selector, this, endpoint);
    }
    return clientChannel(loop, endpoint, () -> {});
  }

  private boolean isPlain(ScrapeEndpoint endpoint) {
    return "http".equalsIgnoreCase(endpoint.url().getScheme())
        && Urls.host(endpoint.url()) != null
        && settings.oauth2() == null
        && (endpoint.unixSocket() != null || proxies.proxyFor(endpoint.url()).isEmpty());
  }

  ClientChannel clientChannel(EventLoop loop, ScrapeEndpoint endpoint, Runnable notRedirected) {
    return new ClientChannel(loop, () -> callerFor(endpoint), decoders, endpoint, notRedirected);
  }

  private HttpCaller callerFor(ScrapeEndpoint endpoint) throws IOException {
    var socket = endpoint.unixSocket();
    if (socket == null) return caller;
    synchronized (this) {
      var existing = socketCallers.get(socket);
      if (existing != null) return existing;
      var opened = clients.open(settings, options.withUnixSocket(socket));
      socketCallers.put(socket, opened);
      return opened;
    }
  }

  SharedCredentials credentials() {
    return credentials;
  }

  boolean followsRedirects() {
    return settings.followRedirects();
  }

  /// Resolves on a virtual thread and answers there: addresses, or none and the reason.
  void resolve(String host, int port, BiConsumer<List<SocketAddress>, String> answer) {
    Thread.ofVirtual()
        .name("resolve-" + host)
        .start(() -> {
          var found = new ArrayList<SocketAddress>();
          String error = "no such host: " + host;
          try {
            for (InetAddress address : options.resolver().resolve(host)) {
              found.add(new InetSocketAddress(address, port));
            }
          } catch (UnknownHostException e) {
            found.clear();
          } catch (RuntimeException e) {
            found.clear();
            error = "cannot resolve " + host + ": " + e.getMessage();
          }
          answer.accept(found, error);
        });
  }

  @Override
  public void close() {
    caller.close();
    synchronized (this) {
      socketCallers.values().forEach(HttpCaller::close);
      socketCallers.clear();
    }
    decoders.close();
  }
}
