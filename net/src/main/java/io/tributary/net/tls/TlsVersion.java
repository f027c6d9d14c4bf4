package io.tributary.net.tls;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The TLS versions that a configuration may name, oldest first.
public enum TlsVersion {
  TLS10("TLSv1"),
  TLS11("TLSv1.1"),
  TLS12("TLSv1.2"),
  TLS13("TLSv1.3");

  private final String protocol;

  TlsVersion(String protocol) {
    this.protocol = protocol;
  }

  /// The name that the JDK's TLS uses.
  public String protocol() {
    return protocol;
  }

  /// Reads `TLS10` to `TLS13`, exactly as written in a configuration.
  public static Optional<TlsVersion> parse(String name) {
    return Arrays.stream(values()).filter(v -> v.name().equals(name)).findFirst();
  }

  /// JDK protocol names from `min` to `max`, both included.
  public static List<String> protocols(TlsVersion min, TlsVersion max) {
    return Arrays.stream(values())
        .filter(v -> v.compareTo(min) >= 0 && v.compareTo(max) <= 0)
        .map(TlsVersion::protocol)
        .toList();
  }
}
