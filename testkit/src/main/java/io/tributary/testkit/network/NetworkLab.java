package io.tributary.testkit.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// Hosts on a network of their own, on this machine: namespaces on one bridge, where the test has
/// an address, too. What goes from one host to another can be lost, each way by itself, without
/// anybody being told.
///
/// Hosts are numbered from 1. Used by one thread at a time. The network ends with the test, and
/// with the virtual machine at the latest.
public final class NetworkLab implements AutoCloseable {
  /// Who has this address on the network: nobody.
  private static final String NOWHERE = "02:00:00:00:00:fe";

  private static final int TEST = 254;
  private static final long COMMAND_SECONDS = 20;

  private final int hosts;
  private final String id;
  private final String network;
  private final Thread lastResort = new Thread(this::remove, "network-end");

  private NetworkLab(int hosts) {
    this.hosts = hosts;
    long pid = ProcessHandle.current().pid();
    id = Long.toString(pid % 46_656, 36);
    // Addresses for tests of networks (RFC 2544).
    network = "198." + (18 + pid / 250 % 2) + "." + pid % 250 + ".";
  }

  /// A whole network. Skips the test, saying why, where namespaces cannot be made: that takes root
  /// and `ip`.
  public static NetworkLab of(int hosts) throws IOException, InterruptedException {
    var lab = new NetworkLab(hosts);
    try {
      run(List.of("ip", "link", "add", lab.bridge(), "type", "bridge"));
    } catch (IOException e) {
      Assumptions.abort("network namespaces take root and iproute2: " + e.getMessage());
    }
    Runtime.getRuntime().addShutdownHook(lab.lastResort);
    try {
      lab.build();
    } catch (IOException | InterruptedException | RuntimeException e) {
      lab.close();
      throw e;
    }
    return lab;
  }

  private void build() throws IOException, InterruptedException {
    ip("addr", "add", network + TEST + "/24", "dev", bridge());
    ip("link", "set", bridge(), "up");
    for (int host = 1; host <= hosts; host++) {
      ip("netns", "add", namespace(host));
      ip(
          "link",
          "add",
          port(host),
          "type",
          "veth",
          "peer",
          "name",
          "eth0",
          "netns",
          namespace(host));
      ip("link", "set", port(host), "master", bridge(), "up");
      on(host, "ip", "link", "set", "lo", "up");
      on(host, "ip", "addr", "add", address(host) + "/24", "dev", "eth0");
      on(host, "ip", "link", "set", "eth0", "up");
    }
  }

  private String bridge() {
    return "tb" + id;
  }

  private String port(int host) {
    return "tv" + id + "x" + host;
  }

  private String namespace(int host) {
    return "tributary-" + id + "-" + host;
  }

  public String address(int host) {
    return network + host;
  }

  /// Where hosts reach the test.
  public String testAddress() {
    return network + TEST;
  }

  /// The same command, run on a host.
  public List<String> command(int host, List<String> command) {
    var all = new ArrayList<>(List.of("ip", "netns", "exec", namespace(host)));
    all.addAll(command);
    return List.copyOf(all);
  }

  /// From now on what `from` sends to `to` is lost; the other way it goes on.
  public void lose(int from, int to) throws IOException, InterruptedException {
    on(
        from,
        "ip",
        "neigh",
        "replace",
        address(to),
        "lladdr",
        NOWHERE,
        "nud",
        "permanent",
        "dev",
        "eth0");
  }

  /// From now on two hosts do not reach one another, and know that: connections between them break.
  public void cut(int one, int other) throws IOException, InterruptedException {
    lose(one, other);
    lose(other, one);
    on(one, "ss", "-K", "-t", "dst", address(other));
    on(other, "ss", "-K", "-t", "dst", address(one));
  }

  /// Cuts the network in two. Everybody reaches the test.
  public void split(Set<Integer> side) throws IOException, InterruptedException {
    for (int one : side) {
      for (int other = 1; other <= hosts; other++) {
        if (!side.contains(other)) {
          lose(one, other);
          lose(other, one);
        }
      }
    }
  }

  /// Takes a host from the network, or gives it back: nobody reaches it, not even the test.
  public void connect(int host, boolean isConnected) throws IOException, InterruptedException {
    ip("link", "set", port(host), isConnected ? "up" : "down");
  }

  /// Everybody reaches everybody.
  public void heal() throws IOException, InterruptedException {
    for (int host = 1; host <= hosts; host++) {
      connect(host, true);
      on(host, "ip", "neigh", "flush", "dev", "eth0", "nud", "permanent");
    }
  }

  private void on(int host, String... command) throws IOException, InterruptedException {
    run(command(host, List.of(command)));
  }

  private static void ip(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    run(command);
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("cannot run " + String.join(" ", command) + ": " + output.strip());
    }
  }

  /// What is gone already is no matter.
  private void remove() {
    var commands = new ArrayList<List<String>>();
    for (int host = 1; host <= hosts; host++) {
      commands.add(List.of("ip", "netns", "del", namespace(host)));
    }
    commands.add(List.of("ip", "link", "del", bridge()));
    for (List<String> command : commands) {
      try {
        run(command);
      } catch (IOException _) {
        // The next one may be there still.
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    remove();
    Runtime.getRuntime().removeShutdownHook(lastResort);
  }
}
