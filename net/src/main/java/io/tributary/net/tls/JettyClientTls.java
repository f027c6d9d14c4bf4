package io.tributary.net.tls;

import java.io.IOException;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// TLS of outgoing connections, as Jetty asks for it. Asks the other side for `serverName`, and
/// verifies that, instead of the host that is dialled.
public final class JettyClientTls extends SslContextFactory.Client {
  private final String serverName;

  private JettyClientTls(String serverName) {
    this.serverName = serverName;
  }

  /// @param serverName empty for the host that is dialled
  /// @param tls what was read of the files that `settings` name
  public static JettyClientTls of(String serverName, TlsSettings settings, ClientTls tls)
      throws IOException {
    var factory = new JettyClientTls(serverName);
    factory.setSslContext(tls.context());
    factory.setExcludeProtocols();
    factory.setIncludeProtocols(tls.protocols().toArray(String[]::new));
    factory.setEndpointIdentificationAlgorithm(settings.insecureSkipVerify() ? null : "HTTPS");
    return factory;
  }

  @Override
  public SSLEngine newSSLEngine(String host, int port) {
    return super.newSSLEngine(serverName.isEmpty() ? host : serverName, port);
  }
}
