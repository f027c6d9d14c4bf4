package io.tributary.net.server;

import io.tributary.base.time.Clock;
import io.tributary.net.client.IpAddress;
import io.tributary.net.http.HttpThreads;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens, and answers requests with the handlers of [Routes], each on a virtual thread of its
/// own.
///
/// HTTP/1.1 and HTTP/2 on every listener: by ALPN with TLS, by prior knowledge without.
public final class HttpServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpServer.class);
  private static final int MAX_REQUEST_HEAD_BYTES = 64 << 10;
  private static final int STOP_TIMEOUT_MS = 2_000;

  private final Server server;
  private final List<ServerConnector> connectors;

  private HttpServer(Server server, List<ServerConnector> connectors) {
    this.server = server;
    this.connectors = connectors;
  }

  /// Does ahead what [#start] would spend much of its time on: Jetty's table of media types knows
  /// all locales of the platform. For a thread of its own, while others read a configuration.
  public static void warmUp() {
    Objects.requireNonNull(MimeTypes.DEFAULTS);
  }

  /// Starts listening. Throws where the web configuration is unusable or an address is taken;
  /// nothing is left open then.
  public static HttpServer start(
      HttpServerSettings settings, Routes routes, RequestObserver observer, Clock clock)
      throws IOException {
    var guard = new WebGuard(settings.webConfig(), clock);
    var threads = HttpThreads.pool("http-server", 2, 200, 60_000);
    var server = new Server(threads);
    server.setStopTimeout(STOP_TIMEOUT_MS);
    var connectors = new ArrayList<ServerConnector>();
    var loopback = new ArrayList<Connector>();
    var deadlines = new RequestDeadlines(settings.timeouts(), clock);
    for (var text : settings.listenAddresses()) {
      var address = ListenAddress.parse(text);
      var connector = connector(server, settings, guard, deadlines);
      if (!address.host().isEmpty()) connector.setHost(address.host());
      connector.setPort(address.port());
      connectors.add(connector);
      server.addConnector(connector);
      if (isLoopback(address.host())) loopback.add(connector);
    }
    var limit =
        new NetworkConnectionLimit(settings.maxConnections(), connectors.toArray(Connector[]::new));
    deadlines.whenFull(() -> limit.getNetworkConnectionCount() >= settings.maxConnections());
    server.addBean(limit);
    server.setErrorHandler(new PlainErrors());
    server.setHandler(new Dispatcher(settings, routes, guard, observer, clock, loopback));
    var opened = new HttpServer(server, connectors);
    try {
      server.start();
    } catch (Exception e) {
      opened.close();
      throw new IOException("cannot listen on " + settings.listenAddresses() + ": " + reason(e), e);
    }
    if (loopback.size() < connectors.size()) {
      opened.warnWhereOpen(guard);
      guard.onChange(() -> opened.warnWhereOpen(guard));
    }
    return opened;
  }

  private void warnWhereOpen(WebGuard guard) {
    if (guard.isOpen()) {
      log.warn(
          "whoever reaches {} may read and, where that is enabled, control this agent: no users,"
              + " bearer tokens or client certificates are configured",
          addresses());
    }
  }

  private static String reason(Throwable e) {
    var root = e;
    while (root.getCause() != null) root = root.getCause();
    return String.valueOf(root.getMessage());
  }

  private static boolean isLoopback(String host) {
    if (host.equalsIgnoreCase("localhost")) return true;
    var address = IpAddress.parse(host);
    return address != null && address.isLoopback();
  }

  private static ServerConnector connector(
      Server server, HttpServerSettings settings, WebGuard guard, RequestDeadlines deadlines) {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    http.setRequestHeaderSize(MAX_REQUEST_HEAD_BYTES);
    // Whatever stands in front may read it otherwise when a line ends without a carriage return, or
    // a header goes on in the next line.
    http.setHttpCompliance(HttpCompliance.STRICT);
    http.setIdleTimeout(settings.timeouts().read().toMillis());
    // The dispatcher redirects to the path without empty segments, and takes segments apart before
    // it decodes them.
    http.setUriCompliance(
        UriCompliance.DEFAULT.with(
            "TRIBUTARY",
            UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING));
    var http1 = new HttpConnectionFactory(http);
    ServerConnector connector;
    if (guard.isSwitching()) {
      http.addCustomizer(secureCustomizer());
      connector = deadlines.connector(server, switchingFactories(guard, http, http1));
    } else if (guard.first().tls().isEnabled()) {
      http.addCustomizer(secureCustomizer());
      connector = deadlines.connector(server, secureFactories(guard, http, http1));
    } else {
      connector = deadlines.connector(server, http1, new PriorKnowledge(http));
    }
    for (ConnectionFactory factory : connector.getConnectionFactories()) {
      if (factory instanceof AbstractHTTP2ServerConnectionFactory http2) {
        http2.setMaxConcurrentStreams(settings.maxStreams());
      }
    }
    connector.setIdleTimeout(settings.timeouts().idle().toMillis());
    connector.setReuseAddress(true);
    return connector;
  }

  private static SecureRequestCustomizer secureCustomizer() {
    var secure = new SecureRequestCustomizer();
    // The certificate's names are the operator's business, and may rotate.
    secure.setSniHostCheck(false);
    return secure;
  }

  private static ConnectionFactory[] switchingFactories(
      WebGuard guard, HttpConfiguration http, HttpConnectionFactory http1) {
    var alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol("http/1.1");
    var tls = new SslConnectionFactory(new RotatingTls(guard), alpn.getProtocol());
    return new ConnectionFactory[] {
      new Switch(guard, tls, http1),
      tls,
      alpn,
      new HTTP2ServerConnectionFactory(http),
      http1,
      new PriorKnowledge(http)
    };
  }

  /// Each new connection speaks TLS or not, as the configuration is then.
  private static final class Switch extends AbstractConnectionFactory {
    private final WebGuard guard;
    private final ConnectionFactory tls;
    private final ConnectionFactory plain;

    Switch(WebGuard guard, ConnectionFactory tls, ConnectionFactory plain) {
      super("tls-or-plain");
      this.guard = guard;
      this.tls = tls;
      this.plain = plain;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
      return (guard.isTls() ? tls : plain).newConnection(connector, endPoint);
    }
  }

  private static ConnectionFactory[] secureFactories(
      WebGuard guard, HttpConfiguration http, HttpConnectionFactory http1) {
    var tls = new RotatingTls(guard);
    if (!guard.first().http2()) {
      return new ConnectionFactory[] {new SslConnectionFactory(tls, "http/1.1"), http1};
    }
    var alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol("http/1.1");
    return new ConnectionFactory[] {
      new SslConnectionFactory(tls, alpn.getProtocol()),
      alpn,
      new HTTP2ServerConnectionFactory(http),
      http1
    };
  }

  /// HTTP/2 without TLS for who begins with it. An upgrade of a request that came through a proxy
  /// would take all that follows past the proxy's rules; so would the beginning of HTTP/2 behind a
  /// request.
  private static final class PriorKnowledge extends HTTP2CServerConnectionFactory {
    PriorKnowledge(HttpConfiguration http) {
      super(http);
    }

    @Override
    public @Nullable Connection upgradeConnection(
        Connector connector,
        EndPoint endPoint,
        MetaData.Request upgrade,
        HttpFields.Mutable answer) {
      boolean isBeginning =
          upgrade.getMethod().equals("PRI") && endPoint.getConnection().getMessagesIn() <= 1;
      return isBeginning ? super.upgradeConnection(connector, endPoint, upgrade, answer) : null;
    }
  }

  /// Makes each connection's engine from the certificates as they are now.
  private static final class RotatingTls extends SslContextFactory.Server {
    private final WebGuard guard;

    RotatingTls(WebGuard guard) {
      this.guard = guard;
      setExcludeProtocols();
      try {
        setSslContext(guard.isTls() ? guard.tls().context() : nobody());
      } catch (IOException | GeneralSecurityException e) {
        throw new IllegalStateException("BUG: the certificates were read before", e);
      }
    }

    /// Without keys and without trust. The platform's default would read some 140 certificates at
    /// every start, for connections that there are not.
    private static SSLContext nobody() throws GeneralSecurityException {
      var context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[0], new TrustManager[0], null);
      return context;
    }

    /// Also asked for once when the server starts, whether there is TLS then or not.
    @Override
    public SSLEngine newSSLEngine() {
      return guard.isTls() ? newSSLEngine("", -1) : getSslContext().createSSLEngine();
    }

    @Override
    public SSLEngine newSSLEngine(InetSocketAddress address) {
      return newSSLEngine("", -1);
    }

    @Override
    public SSLEngine newSSLEngine(String host, int port) {
      try {
        var tls = guard.tls();
        var engine = tls.context().createSSLEngine();
        engine.setUseClientMode(false);
        tls.configure(engine);
        return engine;
      } catch (IOException e) {
        throw new IllegalStateException("cannot accept a TLS connection: " + e.getMessage(), e);
      }
    }
  }

  /// The addresses that are listened on, with the ports that were picked.
  public List<InetSocketAddress> addresses() {
    var addresses = new ArrayList<InetSocketAddress>();
    for (var connector : connectors) {
      var host = connector.getHost();
      int port = connector.getLocalPort();
      addresses.add(host == null ? new InetSocketAddress(port) : new InetSocketAddress(host, port));
    }
    return addresses;
  }

  /// The port of the first listener.
  public int port() {
    return connectors.getFirst().getLocalPort();
  }

  /// Connections that are open now.
  public int connectionCount() {
    int count = 0;
    for (var connector : connectors) count += connector.getConnectedEndPoints().size();
    return count;
  }

  /// Stops listening, lets requests finish for as long as `grace`, and closes.
  public void close(Duration grace) {
    server.setStopTimeout(grace.toMillis());
    close();
  }

  /// Stops listening, lets requests finish for two seconds, and closes.
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("BUG: the HTTP server does not stop", e);
    }
  }
}
