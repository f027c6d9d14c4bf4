package io.tributary.agent.cluster;

import io.tributary.discovery.dns.ServiceNames;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/// Asks this host's resolver, and its DNS servers for services.
final class SystemNames implements JoinAddresses.Names {
  @Override
  public List<String> addresses(String name) throws IOException {
    try {
      return Arrays.stream(InetAddress.getAllByName(name))
          .map(InetAddress::getHostAddress)
          .toList();
    } catch (UnknownHostException _) {
      return List.of();
    }
  }

  @Override
  public List<String> services(String name) throws IOException {
    return ServiceNames.hosts(name);
  }
}
