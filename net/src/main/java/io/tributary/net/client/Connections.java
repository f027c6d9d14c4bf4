package io.tributary.net.client;

import io.tributary.net.tls.ClientTls;
import io.tributary.net.tls.JettyClientTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.ProxyConfiguration;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Socks5;
import org.eclipse.jetty.client.Socks5Proxy;
import org.eclipse.jetty.client.transport.HttpClientConnectionFactory;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.ClientConnectionFactoryOverHTTP2;
import org.eclipse.jetty.io.ClientConnectionFactory;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/// One pool of connections: everything that was made with one reading of the certificates.
///
/// Counts its users, so that a replaced pool closes when the last call on it is done.
final class Connections {
  private static final int MAX_PER_HOST = 1000;
  private static final int CONNECT_TIMEOUT_MS = 10_000;
  private static final int MAX_HEAD_BYTES = 256 << 10;

  private final HttpClient client;
  private final ClientTls tls;
  private int users = 1;

  private Connections(HttpClient client, ClientTls tls) {
    this.client = client;
    this.tls = tls;
  }

  static Connections open(
      HttpClients shared, HttpClientSettings settings, HttpClientOptions options, ClientTls tls)
      throws IOException {
    var connector = new ClientConnector();
    connector.setExecutor(shared.threads());
    connector.setScheduler(shared.timers());
    connector.setByteBufferPool(shared.buffers());
    connector.setSelectors(1);
    connector.setConnectTimeout(Duration.ofMillis(CONNECT_TIMEOUT_MS));
    connector.setIdleTimeout(options.idleTimeout());
    connector.setSslContextFactory(
        JettyClientTls.of(settings.tls().serverName(), settings.tls(), tls));
    var transport = new HttpClientTransportDynamic(connector, protocols(settings, connector));
    var client = new HttpClient(transport);
    client.setName("http-client-" + options.name());
    client.setExecutor(shared.threads());
    client.setScheduler(shared.timers());
    client.setByteBufferPool(shared.buffers());
    client.setSocketAddressResolver(new Resolving(options.resolver()));
    client.setConnectTimeout(CONNECT_TIMEOUT_MS);
    client.setIdleTimeout(options.idleTimeout().toMillis());
    client.setMaxConnectionsPerDestination(MAX_PER_HOST);
    client.setMaxRequestsQueuedPerDestination(MAX_PER_HOST);
    client.setMaxResponseHeadersSize(MAX_HEAD_BYTES);
    client.setRequestBufferSize(16 << 10);
    client.setResponseBufferSize(32 << 10);
    client.setUserAgentField(null);
    client.setFollowRedirects(false);
    addProxies(client, settings, tls);
    try {
      client.start();
    } catch (Exception e) {
      throw new IOException("cannot start HTTP client: " + e.getMessage(), e);
    }
    // Redirects, authentication and decoding are ours; Jetty installs its own on start.
    client.getProtocolHandlers().clear();
    client.getContentDecoderFactories().clear();
    return new Connections(client, tls);
  }

  private static ClientConnectionFactory.Info[] protocols(
      HttpClientSettings settings, ClientConnector connector) {
    if (!settings.enableHttp2()) {
      return new ClientConnectionFactory.Info[] {HttpClientConnectionFactory.HTTP11};
    }
    var http2 = new HTTP2Client(connector);
    http2.setMaxResponseHeadersSize(MAX_HEAD_BYTES);
    return new ClientConnectionFactory.Info[] {
      HttpClientConnectionFactory.HTTP11, new ClientConnectionFactoryOverHTTP2.HTTP2(http2)
    };
  }

  private static void addProxies(HttpClient client, HttpClientSettings settings, ClientTls tls)
      throws IOException {
    var rules = ProxyRules.of(settings.proxy());
    var proxies = client.getProxyConfiguration();
    for (var proxy : rules.proxies()) {
      proxies.addProxy(jettyProxy(rules, proxy, settings, tls));
    }
    if (rules.proxies().isEmpty()) return;
    client
        .getRequestListeners()
        .addBeginListener(request -> addConnectHeaders(request, rules, settings));
  }

  private static ProxyConfiguration.Proxy jettyProxy(
      ProxyRules rules, URI proxy, HttpClientSettings settings, ClientTls tls) throws IOException {
    var scheme = proxy.getScheme().toLowerCase(Locale.ROOT);
    int port = ProxyRules.port(proxy);
    var address = new Origin.Address(Urls.host(proxy), port);
    if (scheme.startsWith("socks5")) {
      var socks =
          new Socks5Proxy(address, false) {
            @Override
            public boolean matches(Origin origin) {
              return rules.isFor(proxy, origin.getScheme(), origin.getAddress());
            }
          };
      var user = Urls.userInfo(proxy);
      if (user != null) {
        int colon = user.indexOf(':');
        socks.putAuthenticationFactory(
            new Socks5.UsernamePasswordAuthenticationFactory(
                Credentials.decode(colon < 0 ? user : user.substring(0, colon)),
                Credentials.decode(colon < 0 ? "" : user.substring(colon + 1))));
      }
      return socks;
    }
    var ssl = scheme.equals("https") ? JettyClientTls.of("", settings.tls(), tls) : null;
    return new HttpProxy(new Origin(scheme, address), ssl) {
      // Jetty would ask the proxy for its protocols, too. The proxy itself, as a CONNECT is sent
      // to it, is the one origin without any: its request must stay as it is.
      @Override
      public boolean requiresTunnel(Origin origin) {
        return origin.isSecure() || origin.getProtocol() == null;
      }

      @Override
      public boolean matches(Origin origin) {
        return rules.isFor(proxy, origin.getScheme(), origin.getAddress());
      }
    };
  }

  /// What a proxy is told, and only the proxy: with CONNECT, or with a plain request through it.
  private static void addConnectHeaders(
      Request request, ProxyRules rules, HttpClientSettings settings) {
    boolean isTunnel = "CONNECT".equals(request.getMethod());
    var scheme = isTunnel ? "https" : request.getScheme();
    if (!isTunnel && !"http".equals(scheme)) return;
    var proxy = rules.proxyFor(scheme, request.getHost(), request.getPort());
    if (proxy.isEmpty() || !proxy.get().getScheme().startsWith("http")) return;
    request.headers(headers -> {
      Credentials.ofUserInfo(proxy.get())
          .ifPresent(value -> headers.put("Proxy-Authorization", value));
      if (!isTunnel) return;
      for (var header : settings.proxy().connectHeaders().entrySet()) {
        for (var value : header.getValue()) {
          headers.add(new HttpField(header.getKey(), value.value()));
        }
      }
    });
  }

  /// Resolves through the injected resolver, on a virtual thread.
  private record Resolving(HttpClientOptions.Resolver resolver) implements SocketAddressResolver {
    @Override
    public void resolve(
        String host,
        int port,
        Map<String, Object> context,
        Promise<List<InetSocketAddress>> promise) {
      Thread.ofVirtual().name("resolve-" + host).start(() -> answer(host, port, promise));
    }

    private void answer(String host, int port, Promise<List<InetSocketAddress>> promise) {
      var addresses = new ArrayList<InetSocketAddress>();
      try {
        for (InetAddress address : resolver.resolve(host)) {
          // Under the name that was asked for: Jetty has certificates checked against it.
          var named = InetAddress.getByAddress(host, address.getAddress());
          addresses.add(new InetSocketAddress(named, port));
        }
      } catch (UnknownHostException | RuntimeException e) {
        promise.failed(e);
        return;
      }
      if (addresses.isEmpty()) promise.failed(new UnknownHostException(host));
      else promise.succeeded(addresses);
    }
  }

  HttpClient client() {
    return client;
  }

  String fingerprint() {
    return tls.fingerprint();
  }

  synchronized Optional<Connections> acquire() {
    if (users == 0) return Optional.empty();
    users++;
    return Optional.of(this);
  }

  /// One user less; the last one closes the pool.
  void release() {
    synchronized (this) {
      if (--users > 0) return;
    }
    Thread.ofVirtual().name("http-client-close").start(this::stop);
  }

  private void stop() {
    try {
      client.stop();
    } catch (Exception e) {
      throw new IllegalStateException("BUG: a pool of connections does not close", e);
    }
  }
}
