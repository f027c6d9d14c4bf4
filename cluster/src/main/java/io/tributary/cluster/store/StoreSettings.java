package io.tributary.cluster.store;

import io.tributary.base.secret.Secret;
import io.tributary.net.tls.TlsSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    MULTI;

    /// As configurations and metrics write it.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public StoreSettings withPrefix(String next) {
    return new StoreSettings(kind, next, consul, etcd, multi);
  }

  /// Why a setting can never work.
  ///
  /// @param setting its name, behind that of its block
  public record Problem(String setting, String reason) {
    /// The field of `kvstore` that it is or stands in.
    public String field() {
      int dot = setting.indexOf('.');
      return dot < 0 ? setting : setting.substring(0, dot);
    }

    @Override
    public String toString() {
      return setting + ": " + reason;
    }
  }

  /// Why these settings can never work; empty where they can.
  public List<Problem> problems() {
    var problems = new ArrayList<Problem>();
    if (kind == Kind.MULTI) {
      problems.addAll(multi.problems());
    }
    if (uses(Kind.ETCD)) {
      problems.addAll(etcd.problems());
    }
    if (uses(Kind.CONSUL)) {
      problems.addAll(consul.problems());
      if (prefix.startsWith("/")) {
        problems.add(new Problem("prefix", "must not begin with / where keys are in Consul"));
      }
    }
    return problems;
  }

  /// Whether keys are in such a store, be it as one of two.
  public boolean uses(Kind which) {
    boolean isOneOfTwo =
        multi.primary().filter(which::equals).isPresent()
            || multi.secondary().filter(which::equals).isPresent();
    return kind == which || (kind == Kind.MULTI && isOneOfTwo);
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

    private List<Problem> problems() {
      var problems = new ArrayList<Problem>();
      if (host.isBlank()) {
        problems.add(new Problem("consul.host", "must not be empty"));
      }
      if (!clientTimeout.isPositive()) {
        problems.add(new Problem("consul.http_client_timeout", "must be more than zero"));
      }
      return problems;
    }
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

    private List<Problem> problems() {
      var problems = new ArrayList<Problem>();
      if (endpoints.isEmpty()) {
        problems.add(new Problem("etcd.endpoints", "must have at least one endpoint"));
      }
      if (attempts < 1) {
        problems.add(new Problem("etcd.max_retries", "must be at least 1"));
      }
      if (!dialTimeout.isPositive()) {
        problems.add(new Problem("etcd.dial_timeout", "must be more than zero"));
      }
      tls.ifPresent(
          settings -> settings.validate().forEach(text -> problems.add(new Problem("etcd", text))));
      return problems;
    }
  }

  /// Two stores: one that is used, and one that gets the same.
  public record Multi(
      Optional<Kind> primary, Optional<Kind> secondary, boolean mirrors, Duration mirrorTimeout) {
    public static final Multi DEFAULTS =
        new Multi(Optional.empty(), Optional.empty(), false, Duration.ofSeconds(2));

    private List<Problem> problems() {
      if (primary.isEmpty() || secondary.isEmpty()) {
        return List.of(new Problem("multi", "primary or secondary store not set"));
      }
      if (primary.get() == Kind.MULTI || secondary.get() == Kind.MULTI) {
        return List.of(new Problem("multi", "primary and secondary stores cannot be multi-stores"));
      }
      if (primary.equals(secondary)) {
        return List.of(new Problem("multi", "primary and secondary stores must be different"));
      }
      return mirrorTimeout.isNegative()
          ? List.of(new Problem("multi.mirror_timeout", "must not be negative"))
          : List.of();
    }
  }
}
