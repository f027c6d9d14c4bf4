package io.tributary.exporters.unix.host;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Addresses as text, with the longest run of zeros left out of IPv6 ones.
///
/// Source: RFC 5952; an IPv4 address inside IPv6 is written as IPv4, as Go's `net.IP` does.
public final class IpText {
  private IpText() {}

  public static String of(byte[] address) throws MalformedException {
    try {
      // Maps IPv4 in IPv6 to IPv4.
      InetAddress ip = InetAddress.getByAddress(address);
      byte[] bytes = ip.getAddress();
      return bytes.length == 4 ? ip.getHostAddress() : ipv6(bytes);
    } catch (UnknownHostException _) {
      throw new MalformedException("cannot read an address of " + address.length + " bytes");
    }
  }

  private static String ipv6(byte[] bytes) {
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
    }
    int from = -1;
    int length = 1;
    for (int i = 0; i < 8; i++) {
      int run = zeros(groups, i);
      if (run > length) {
        from = i;
        length = run;
      }
    }
    var out = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == from) {
        out.append("::");
        i += length - 1;
      } else {
        out.append(out.isEmpty() || out.charAt(out.length() - 1) == ':' ? "" : ":");
        out.append(Integer.toHexString(groups[i]));
      }
    }
    return out.toString();
  }

  private static int zeros(int[] groups, int from) {
    int at = from;
    while (at < groups.length && groups[at] == 0) {
      at++;
    }
    return at - from;
  }
}
