package io.tributary.net.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// An address written in digits; parsing one never asks a name server.
public final class IpAddress {
  private final byte[] bytes;

  private IpAddress(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Reads dotted quads and IPv6 notation, without brackets; null for anything else. An IPv4
  /// address mapped into IPv6 is the IPv4 address.
  public static @Nullable IpAddress parse(String text) {
    boolean v6 = text.indexOf(':') >= 0;
    if (!(v6 ? isV6Alphabet(text) : isDottedQuad(text))) return null;
    try {
      return new IpAddress(InetAddress.getByName(v6 ? "[" + text + "]" : text).getAddress());
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private static boolean isDottedQuad(String text) {
    int dots = 0;
    int digits = 0;
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        if (digits == 0) return false;
        dots++;
        digits = 0;
        value = 0;
      } else if (c >= '0' && c <= '9') {
        value = value * 10 + (c - '0');
        if (++digits > 3 || value > 255) return false;
      } else {
        return false;
      }
    }
    return dots == 3 && digits > 0;
  }

  private static boolean isV6Alphabet(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') return i > 0;
      if (Character.digit(c, 16) < 0 && c != ':' && c != '.') return false;
    }
    return true;
  }

  public int bits() {
    return bytes.length * 8;
  }

  public boolean isLoopback() {
    if (bytes.length == 4) return bytes[0] == 127;
    for (int i = 0; i < 15; i++) {
      if (bytes[i] != 0) return false;
    }
    return bytes[15] == 1;
  }

  /// Whether the first `prefixBits` bits are those of `prefix`.
  public boolean isWithin(IpAddress prefix, int prefixBits) {
    if (prefix.bytes.length != bytes.length) return false;
    for (int i = 0; i < prefixBits; i++) {
      int mask = 0x80 >>> (i & 7);
      if (((bytes[i >> 3] ^ prefix.bytes[i >> 3]) & mask) != 0) return false;
    }
    return true;
  }

  /// The address as the network library knows it.
  public InetAddress toInetAddress() {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("BUG: an address of " + bytes.length + " bytes", e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IpAddress that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
