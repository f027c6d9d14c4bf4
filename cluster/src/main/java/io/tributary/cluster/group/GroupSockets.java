package io.tributary.cluster.group;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.jgroups.util.DefaultSocketFactory;

/// Gives a group its sockets: one to listen on, and those to connect with.
final class GroupSockets extends DefaultSocketFactory {
  private final ServerSocket server;
  private final Security security;

  GroupSockets(ServerSocket server, Security security) {
    this.server = server;
    this.security = security;
  }

  @Override
  public Socket createSocket(String service) throws IOException {
    return security.outgoing();
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
