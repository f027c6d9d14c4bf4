package io.tributary.base.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The name of this host.
public final class HostName {
  private HostName() {}

  /// As the kernel has it, without asking the network or the environment; `localhost` where there
  /// is none.
  public static String get() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException _) {
      // Not Linux.
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "localhost";
    }
  }

  /// What the environment variable `HOSTNAME` says, where a container knows better than its kernel
  /// on which host it runs; else [#get].
  ///
  /// Source: grafana/agent `static/metrics/instance/instance.go`, Hostname.
  public static String orOfEnvironment() {
    String variable = System.getenv("HOSTNAME");
    return variable == null || variable.isEmpty() ? get() : variable;
  }
}
