package io.tributary.cluster.group;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import javax.net.ssl.SSLSocket;
import org.jgroups.util.DefaultSocketFactory;

/// Gives a group its sockets: one to listen on, and those to connect with.
final class GroupSockets extends DefaultSocketFactory {
  /// More than the time between two signs of life: a first read that began with this bound gets
  /// one.
  private static final int PROOF_MS = 3_000;

  private final ServerSocket server;
  private final Security security;

  GroupSockets(ServerSocket server, Security security) {
    this.server = server;
    this.security = security;
  }

  /// A process that stands still is connected to by its system, and never says who it is: without a
  /// bound, all that this agent says to everybody would wait for that, signs of life among it.
  @Override
  public Socket createSocket(String service) throws IOException {
    Socket socket = security.outgoing();
    if (socket instanceof SSLSocket secured) {
      secured.setSoTimeout(PROOF_MS);
      secured.addHandshakeCompletedListener(_ -> waitForEver(secured));
    }
    return socket;
  }

  private static void waitForEver(SSLSocket socket) {
    try {
      socket.setSoTimeout(0);
    } catch (SocketException _) {
      // Closed meanwhile.
    }
  }

  @Override
  public ServerSocket createServerSocket(String service) {
    return server;
  }

  @Override
  public Socket createSocket(String service, String host, int port) {
    throw unused();
  }

  @Override
  public Socket createSocket(String service, InetAddress host, int port) {
    throw unused();
  }

  @Override
  public Socket createSocket(
      String service, String host, int port, InetAddress localHost, int localPort) {
    throw unused();
  }

  @Override
  public Socket createSocket(
      String service, InetAddress host, int port, InetAddress localHost, int localPort) {
    throw unused();
  }

  private static IllegalStateException unused() {
    return new IllegalStateException("BUG: a group opened a socket that nobody guards");
  }
}
