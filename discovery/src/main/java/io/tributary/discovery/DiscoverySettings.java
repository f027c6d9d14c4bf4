package io.tributary.discovery;

/// One configured discovery mechanism: a record with everything that it needs, defaults filled in.
/// Two that are equal discover the same, so a reload keeps what runs.
public interface DiscoverySettings {
  /// The name in configuration keys and in metrics: `dns` for `dns_sd_configs`.
  String mechanism();
}
