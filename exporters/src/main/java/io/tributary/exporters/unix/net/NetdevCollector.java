package io.tributary.exporters.unix.net;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.IpText;
import io.tributary.exporters.unix.host.NameFilter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.util.Enumeration;
import java.util.List;

/// Traffic and errors of each network interface, under the names of the columns of `/proc/net/dev`.
///
/// Asked of the kernel directly: one request for all interfaces, with the counter that the file
/// lacks (`nohandler`).
public final class NetdevCollector implements Collector {
  /// Where the interfaces come from; [RouteSocket] outside of tests.
  @FunctionalInterface
  public interface Links {
    List<LinkCounters> read() throws IOException;
  }

  private final Links links;
  private final NameFilter devices;
  private final boolean addressInfo;

  public NetdevCollector(Links links, NetdevSettings settings) {
    this.links = links;
    devices = NameFilter.of(settings.deviceInclude(), settings.deviceExclude());
    addressInfo = settings.addressInfo();
  }

  @Override
  public void collect(Families out) throws IOException {
    for (LinkCounters link : links.read()) {
      if (devices.accepts(link.name())) {
        link.columns()
            .forEach((column, value) ->
                out.counter(
                    "node_network_" + column + "_total",
                    "Network device statistic " + column + ".",
                    value,
                    "device",
                    link.name()));
      }
    }
    if (addressInfo) {
      addresses(out);
    }
  }

  private static void addresses(Families out) throws IOException {
    Enumeration<NetworkInterface> interfaces = NetworkInterface.getNetworkInterfaces();
    while (interfaces.hasMoreElements()) {
      NetworkInterface one = interfaces.nextElement();
      for (InterfaceAddress address : one.getInterfaceAddresses()) {
        InetAddress ip = address.getAddress();
        out.gauge(
            "node_network_address_info",
            "node network address by device",
            1,
            "device",
            one.getName(),
            "address",
            IpText.of(ip.getAddress()),
            "netmask",
            Short.toString(address.getNetworkPrefixLength()),
            "scope",
            scope(ip));
      }
    }
  }

  static String scope(InetAddress ip) {
    if (ip.isLoopbackAddress() || ip.isLinkLocalAddress() || ip.isMCLinkLocal()) {
      return "link-local";
    }
    if (ip.isMCNodeLocal()) {
      return "interface-local";
    }
    return ip.isAnyLocalAddress() || ip.isMulticastAddress() ? "" : "global";
  }
}
