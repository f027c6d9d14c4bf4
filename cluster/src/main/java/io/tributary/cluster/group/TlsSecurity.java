package io.tributary.cluster.group;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// Both ends show a certificate that the other one accepts; TLS 1.3 only, so that what is exchanged
/// can be neither read, forged nor replayed.
public final class TlsSecurity implements Security {
  private static final String[] PROTOCOLS = {"TLSv1.3"};

  private final SSLContext context;
  private final String serverName;

  /// @param context says which certificates are accepted
  /// @param serverName the name that those of others must have; empty for any
  public TlsSecurity(SSLContext context, String serverName) {
    this.context = context;
    this.serverName = serverName;
  }

  @Override
  public Socket outgoing() throws IOException {
    var socket = (SSLSocket) context.getSocketFactory().createSocket();
    socket.setEnabledProtocols(PROTOCOLS);
    if (!serverName.isEmpty()) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(serverName)));
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
    }
    return socket;
  }

  @Override
  public Socket admit(Socket accepted) throws IOException {
    var socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(accepted, null, accepted.getPort(), true);
    socket.setUseClientMode(false);
    socket.setNeedClientAuth(true);
    socket.setEnabledProtocols(PROTOCOLS);
    socket.startHandshake();
    return socket;
  }

  @Override
  public boolean isOpen() {
    return false;
  }
}
