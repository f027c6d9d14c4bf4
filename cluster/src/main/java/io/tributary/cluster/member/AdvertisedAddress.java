package io.tributary.cluster.member;

import io.tributary.base.config.ConfigException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The address under which others reach this agent where none is configured: the best one of some
/// network interfaces.
///
/// Source: grafana/dskit `netutil/netutil.go`.
public final class AdvertisedAddress {
  private static final List<String> FALLBACK = List.of("eth0", "en0");

  private AdvertisedAddress() {}

  /// The addresses of this host's interfaces, by name.
  public static Map<String, List<InetAddress>> ofThisHost() {
    var all = new LinkedHashMap<String, List<InetAddress>>();
    try {
      for (NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        all.put(one.getName(), Collections.list(one.getInetAddresses()));
      }
    } catch (SocketException e) {
      throw new ConfigException("cannot list network interfaces: " + e.getMessage(), e);
    }
    return all;
  }

  /// `names` empty: those with an address of a private network, or else `eth0` and `en0`. Throws
  /// where none of them has an address that can be used.
  public static String find(
      Map<String, List<InetAddress>> interfaces, List<String> names, boolean usesIpv6) {
    List<String> chosen = names.isEmpty() ? withPrivateAddresses(interfaces) : names;
    Optional<InetAddress> best = Optional.empty();
    for (String name : chosen) {
      var candidates = new ArrayList<>(interfaces.getOrDefault(name, List.of()));
      best.ifPresent(candidates::add);
      best = best(candidates, usesIpv6);
      boolean isDone =
          best.isPresent()
              && !best.get().isLinkLocalAddress()
              && usesIpv6 == best.get() instanceof Inet6Address;
      if (isDone) {
        break;
      }
    }
    return best.map(AdvertisedAddress::text)
        .orElseThrow(() ->
            new ConfigException(
                "cannot find an address for other agents on the network interfaces "
                    + chosen
                    + ": name interfaces, or set an address"));
  }

  private static List<String> withPrivateAddresses(Map<String, List<InetAddress>> interfaces) {
    List<String> names =
        interfaces.entrySet().stream()
            .filter(one -> one.getValue().stream().anyMatch(AdvertisedAddress::isPrivate))
            .map(Map.Entry::getKey)
            .toList();
    return names.isEmpty() ? FALLBACK : names;
  }

  /// RFC 1918, and RFC 4193 in the new world.
  private static boolean isPrivate(InetAddress address) {
    return address instanceof Inet4Address
        ? address.isSiteLocalAddress()
        : (address.getAddress()[0] & 0xfe) == 0xfc;
  }

  private static Optional<InetAddress> best(List<InetAddress> candidates, boolean usesIpv6) {
    Optional<InetAddress> v4 = firstOf(candidates, Inet4Address.class);
    if (!usesIpv6) {
      return v4;
    }
    Optional<InetAddress> v6 = firstOf(candidates, Inet6Address.class);
    boolean isV6Worse =
        v4.isPresent()
            && !v4.get().isLinkLocalAddress()
            && v6.map(InetAddress::isLinkLocalAddress).orElse(true);
    return isV6Worse || v6.isEmpty() ? v4 : v6;
  }

  /// One that others can route to before one of the link alone.
  private static Optional<InetAddress> firstOf(
      List<InetAddress> candidates, Class<? extends InetAddress> kind) {
    List<InetAddress> usable =
        candidates.stream()
            .filter(kind::isInstance)
            .filter(one -> !one.isLoopbackAddress())
            .toList();
    return usable.stream()
        .filter(one -> !one.isLinkLocalAddress())
        .findFirst()
        .or(() -> usable.stream().findFirst());
  }

  private static String text(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }
}
