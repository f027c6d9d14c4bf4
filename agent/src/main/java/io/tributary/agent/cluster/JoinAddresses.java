package io.tributary.agent.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What the entries of `--cluster.join-addresses` stand for.
///
/// An entry is `dns+NAME`, `dnssrv+NAME`, `dnssrvnoa+NAME`, an address or a name, with a port or
/// without. A plain name is asked for addresses first, and for services where it has none. The
/// ports of services are ignored: nodes listen where this one does, unless the entry says
/// otherwise.
///
/// Source: grafana/alloy `internal/service/cluster/discovery/join_peers.go`.
final class JoinAddresses {
  /// The names of the world.
  interface Names {
    /// Addresses as they are written in a URL; empty where there are none.
    List<String> addresses(String name) throws IOException;

    /// Hosts of the services of a name.
    List<String> services(String name) throws IOException;
  }

  /// @param addresses `host:port` of each, without duplicates
  /// @param problems why some entries stand for nothing
  record Resolved(List<String> addresses, List<String> problems) {}

  private final Names names;
  private final int defaultPort;

  JoinAddresses(Names names, int defaultPort) {
    this.names = names;
    this.defaultPort = defaultPort;
  }

  Resolved resolve(List<String> entries) {
    Set<String> found = new LinkedHashSet<>();
    var problems = new ArrayList<String>();
    for (String entry : entries) {
      try {
        List<String> some = resolve(entry);
        if (some.isEmpty()) {
          problems.add("\"%s\" stands for no address".formatted(entry));
        }
        found.addAll(some);
      } catch (IOException e) {
        problems.add("cannot resolve \"%s\": %s".formatted(entry, e.getMessage()));
      }
    }
    return new Resolved(List.copyOf(found), problems);
  }

  private List<String> resolve(String entry) throws IOException {
    int plus = entry.indexOf('+');
    String scheme = plus < 0 ? "" : entry.substring(0, plus);
    HostPort at = HostPort.of(entry.substring(plus + 1), defaultPort);
    return switch (scheme) {
      case "dns" -> at(names.addresses(at.host()), at.port());
      case "dnssrv", "dnssrvnoa" -> at(names.services(at.host()), at.port());
      case "" -> plain(at);
      default -> throw new IOException("there is no way \"" + scheme + "+\" to look names up");
    };
  }

  private List<String> plain(HostPort at) throws IOException {
    if (at.isAddress()) {
      return List.of(at.toString());
    }
    IOException failure = null;
    List<String> hosts = List.of();
    try {
      hosts = names.addresses(at.host());
    } catch (IOException e) {
      failure = e;
    }
    if (hosts.isEmpty()) {
      hosts = names.services(at.host());
    }
    if (hosts.isEmpty() && failure != null) {
      throw failure;
    }
    return at(hosts, at.port());
  }

  private static List<String> at(List<String> hosts, int port) {
    return hosts.stream().map(host -> new HostPort(host, port).toString()).toList();
  }
}
