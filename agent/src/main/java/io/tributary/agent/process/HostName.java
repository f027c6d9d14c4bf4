package io.tributary.agent.process;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// The name of this host.
public final class HostName {
  private HostName() {}

  /// As the system has it, without asking the network; `localhost` where it has none.
  public static String get() {
    String named = System.getenv("HOSTNAME");
    if (named != null && !named.isBlank()) {
      return named;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "localhost";
    }
  }
}
