package io.tributary.cluster.store;

import io.tributary.base.secret.Secret;
import io.tributary.net.tls.TlsSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Which store of keys and values, and how it is reached: the block `kvstore` of the scraping
/// service.
///
/// @param prefix of every key; put before it as it is
///
///   Source: grafana/dskit `kv/client.go`, Config.
public record StoreSettings(Kind kind, String prefix, Consul consul, Etcd etcd, Multi multi) {
  public static final StoreSettings DEFAULTS =
      new StoreSettings(Kind.CONSUL, "", Consul.DEFAULTS, Etcd.DEFAULTS, Multi.DEFAULTS);

  public enum Kind {
    CONSUL,
    ETCD,
    INMEMORY,
    MULTI
  }

  public StoreSettings withPrefix(String next) {
    return new StoreSettings(kind, next, consul, etcd, multi);
  }

  /// @param host `host:port`, reached without TLS
  /// @param consistentReads whether the leader must have confirmed what is read
  /// @param watchesPerSecond how often a watch asks at most; 0 for no limit
  /// @param watchBurst how many times it may ask before that counts
  /// @param casRetryDelay at most, between attempts to change a value
  public record Consul(
      String host,
      Secret aclToken,
      Duration clientTimeout,
      boolean consistentReads,
      double watchesPerSecond,
      int watchBurst,
      Duration casRetryDelay) {
    public static final Consul DEFAULTS =
        new Consul(
            "localhost:8500",
            Secret.EMPTY,
            Duration.ofSeconds(20),
            false,
            1,
            1,
            Duration.ofSeconds(1));
  }

  /// @param endpoints each `host:port`, or a URL
  /// @param attempts to change a value while others change it, too
  /// @param tls empty for connections without it
  public record Etcd(
      List<String> endpoints,
      Duration dialTimeout,
      int attempts,
      Optional<TlsSettings> tls,
      String username,
      Secret password) {
    public static final Etcd DEFAULTS =
        new Etcd(List.of(), Duration.ofSeconds(10), 10, Optional.empty(), "", Secret.EMPTY);

    public Etcd {
      endpoints = List.copyOf(endpoints);
    }
  }

  /// Two stores: one that is used, and one that gets the same.
  public record Multi(
      Optional<Kind> primary, Optional<Kind> secondary, boolean mirrors, Duration mirrorTimeout) {
    public static final Multi DEFAULTS =
        new Multi(Optional.empty(), Optional.empty(), false, Duration.ofSeconds(2));
  }
}
