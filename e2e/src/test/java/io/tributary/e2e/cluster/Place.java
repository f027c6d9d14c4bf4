package io.tributary.e2e.cluster;

import io.tributary.e2e.ChildProcess.Host;
import io.tributary.testkit.network.NetworkLab;
import io.tributary.testkit.store.Etcd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.opentest4j.TestAbortedException;

/// Where nodes and etcd run: each on a host of its own, on a network that can be broken; or all on
/// this machine. Targets and receiver are in everybody's reach.
final class Place implements AutoCloseable {
  private final Optional<NetworkLab> network;
  private final int nodes;

  private Place(Optional<NetworkLab> network, int nodes) {
    this.network = network;
    this.nodes = nodes;
  }

  /// With a network. Skips the test, saying why, where none can be made.
  static Place apart(int nodes) throws IOException, InterruptedException {
    return new Place(Optional.of(NetworkLab.of(nodes + 1)), nodes);
  }

  /// With a network if one can be made.
  static Place apartIfPossible(int nodes) throws IOException, InterruptedException {
    try {
      return apart(nodes);
    } catch (TestAbortedException _) {
      return new Place(Optional.empty(), nodes);
    }
  }

  /// Where nodes reach the test.
  String testAddress() {
    return network.map(NetworkLab::testAddress).orElse(Host.LOCAL.address());
  }

  List<Host> hosts() {
    return IntStream.rangeClosed(1, nodes).mapToObj(this::host).toList();
  }

  private Host host(int number) {
    return network
        .map(lab -> new Host(lab.address(number), lab.command(number, List.of())))
        .orElse(Host.LOCAL);
  }

  private int etcdHost() {
    return nodes + 1;
  }

  Etcd etcd(Path folder) throws IOException, InterruptedException {
    Host host = host(etcdHost());
    return Etcd.startOn(folder.resolve("etcd"), host.address(), host.enter());
  }

  /// Skips the test, saying why, where there is no network.
  void assumeApart() {
    Assumptions.assumeTrue(network.isPresent(), "network namespaces take root and iproute2");
  }

  private NetworkLab network() {
    assumeApart();
    return network.orElseThrow();
  }

  /// What one node sends to another is lost.
  void lose(int from, int to) throws IOException, InterruptedException {
    network().lose(from + 1, to + 1);
  }

  /// Nodes of different sides do not reach one another; those of none are a side together.
  void split(List<Set<Integer>> sides) throws IOException, InterruptedException {
    for (int one = 0; one < nodes; one++) {
      for (int other = 0; other < nodes; other++) {
        if (side(one, sides) != side(other, sides)) {
          lose(one, other);
        }
      }
    }
  }

  private static int side(int node, List<Set<Integer>> sides) {
    return IntStream.range(0, sides.size())
        .filter(side -> sides.get(side).contains(node))
        .findFirst()
        .orElse(-1);
  }

  /// The others do not reach this node, and are told so: its connections to them break.
  void cutOff(int node) throws IOException, InterruptedException {
    for (int other = 0; other < nodes; other++) {
      if (other != node) {
        network().cut(node + 1, other + 1);
      }
    }
  }

  /// Nodes do not reach the store, nor that them.
  void takeStoreFrom(Set<Integer> from) throws IOException, InterruptedException {
    for (int node : from) {
      network().lose(node + 1, etcdHost());
      silenceStore(node);
    }
  }

  /// What the store answers to a node is lost.
  void silenceStore(int node) throws IOException, InterruptedException {
    network().lose(etcdHost(), node + 1);
  }

  void heal() throws IOException, InterruptedException {
    network().heal();
  }

  @Override
  public void close() {
    network.ifPresent(NetworkLab::close);
  }
}
