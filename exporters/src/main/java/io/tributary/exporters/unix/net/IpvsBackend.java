package io.tributary.exporters.unix.net;

import io.tributary.exporters.unix.host.IpText;
import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.Numbers;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// One real server behind one virtual one.
///
/// ```
/// TCP  C0A80016:0CEA wlc
///   -> C0A85216:0CEA      Tunnel  100    248        2
/// FWM  10001000 wlc
///   -> [2620:0000:...:0001]:0050 Route 20 0 0
/// ```
///
/// Source: Linux `net/netfilter/ipvs/ip_vs_ctl.c`, `ip_vs_info_seq_show`.
public record IpvsBackend(
    Virtual virtual,
    String remoteAddress,
    int remotePort,
    double weight,
    double active,
    double inactive) {
  /// What back ends may be labelled with, in the order in which labels are given.
  public static final List<String> LABELS =
      List.of(
          "local_address", "local_port", "remote_address", "remote_port", "proto", "local_mark");

  /// The virtual server: an address and a port, or a mark of the packet filter.
  record Virtual(String protocol, String address, int port, String mark) {}

  private record Endpoint(String address, int port) {}

  static List<IpvsBackend> parse(List<String> lines) throws MalformedException {
    var backends = new ArrayList<IpvsBackend>();
    Virtual virtual = new Virtual("", "", 0, "");
    for (String line : lines) {
      List<String> fields = Numbers.fields(line);
      if (fields.size() < 2 || fields.get(1).equals("RemoteAddress:Port")) {
        continue;
      }
      switch (fields.getFirst()) {
        case "TCP", "UDP" -> {
          Endpoint local = endpoint(fields.get(1));
          virtual = new Virtual(fields.getFirst(), local.address(), local.port(), "");
        }
        case "FWM" -> virtual = new Virtual("FWM", "", 0, fields.get(1));
        case "->" -> {
          if (fields.size() >= 6) {
            backends.add(backend(virtual, fields));
          }
        }
        default -> {
          // Headings.
        }
      }
    }
    return backends;
  }

  String label(String name) {
    return switch (name) {
      case "local_address" -> virtual.address();
      case "local_port" -> Integer.toString(virtual.port());
      case "remote_address" -> remoteAddress;
      case "remote_port" -> Integer.toString(remotePort);
      case "proto" -> virtual.protocol();
      case "local_mark" -> virtual.mark();
      default -> throw new IllegalStateException("BUG: no label " + name);
    };
  }

  private static IpvsBackend backend(Virtual virtual, List<String> fields)
      throws MalformedException {
    Endpoint remote = endpoint(fields.get(1));
    return new IpvsBackend(
        virtual,
        remote.address(),
        remote.port(),
        Numbers.unsigned(fields.get(3)),
        Numbers.unsigned(fields.get(4)),
        Numbers.unsigned(fields.get(5)));
  }

  private static Endpoint endpoint(String text) throws MalformedException {
    int colon = text.lastIndexOf(':');
    String address = colon < 0 ? "" : text.substring(0, colon);
    int port = (int) Numbers.hex(text.substring(colon + 1));
    try {
      byte[] bytes =
          address.startsWith("[")
              ? InetAddress.ofLiteral(address.substring(1, address.length() - 1)).getAddress()
              : HexFormat.of().parseHex(address);
      return new Endpoint(IpText.of(bytes), port);
    } catch (IllegalArgumentException _) {
      throw new MalformedException("cannot read \"" + text + "\" as an address and a port");
    }
  }
}
