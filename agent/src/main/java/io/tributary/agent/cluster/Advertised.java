package io.tributary.agent.cluster;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where other nodes reach this one.
///
/// @param address that its group port is bound to
/// @param http `host:port` of its HTTP surface
record Advertised(InetAddress address, String http) {
  private static final Logger LOG = LoggerFactory.getLogger(Advertised.class);

  /// Throws where the address that was given cannot be looked up.
  static Advertised of(ClusterSettings.Identity identity, int listenPort) throws IOException {
    if (identity.address().isEmpty()) {
      InetAddress found = of(identity.interfaces());
      return new Advertised(found, new HostPort(found.getHostAddress(), listenPort).toString());
    }
    try {
      HostPort given = HostPort.of(identity.address(), listenPort);
      return new Advertised(InetAddress.getAllByName(given.host())[0], given.toString());
    } catch (IOException e) {
      throw new IOException(
          "cannot use --cluster.advertise-address=%s: %s"
              .formatted(identity.address(), e.getMessage()),
          e);
    }
  }

  /// The first address of the first interface that has one; IPv4 before IPv6.
  private static InetAddress of(List<String> names) throws IOException {
    for (NetworkInterface one : named(names)) {
      if (!one.isUp() || one.isLoopback()) {
        continue;
      }
      List<InetAddress> addresses =
          Collections.list(one.getInetAddresses()).stream()
              .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
              .toList();
      for (InetAddress address : addresses) {
        if (address instanceof Inet4Address) {
          return address;
        }
      }
      if (!addresses.isEmpty()) {
        // Without the interface (`%eth0`), which is that of this host.
        return InetAddress.getByAddress(addresses.getFirst().getAddress());
      }
    }
    LOG.atWarn()
        .addKeyValue("interfaces", names)
        .log("no address found to advertise: other hosts cannot reach this node at 127.0.0.1");
    return InetAddress.getLoopbackAddress();
  }

  private static List<NetworkInterface> named(List<String> names) throws IOException {
    if (names.contains("all")) {
      return Collections.list(NetworkInterface.getNetworkInterfaces());
    }
    var found = new ArrayList<NetworkInterface>();
    for (String name : names) {
      NetworkInterface one = NetworkInterface.getByName(name);
      if (one != null) {
        found.add(one);
      }
    }
    return found;
  }
}
