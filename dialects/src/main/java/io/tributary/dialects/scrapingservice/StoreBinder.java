package io.tributary.dialects.scrapingservice;

import io.tributary.base.text.Quoting;
import io.tributary.cluster.store.StoreSettings;
import io.tributary.cluster.store.StoreSettings.Consul;
import io.tributary.cluster.store.StoreSettings.Etcd;
import io.tributary.cluster.store.StoreSettings.Kind;
import io.tributary.cluster.store.StoreSettings.Multi;
import java.util.Arrays;
import java.util.Optional;

/// Binds a `kvstore`.
///
/// Source: grafana/dskit `kv/client.go`, `kv/multi.go`, `kv/consul/client.go`, `kv/etcd/etcd.go`.
final class StoreBinder {
  private static final int MOST = Integer.MAX_VALUE;

  private final FlaggedFields fields;
  private final StoreSettings usual;

  /// Whether the store will be used, so that it has to be complete.
  private final boolean isNeeded;

  StoreBinder(FlaggedFields fields, StoreSettings usual, boolean isNeeded) {
    this.fields = fields;
    this.usual = usual;
    this.isNeeded = isNeeded;
  }

  StoreSettings bind() {
    Kind kind = kind(fields, "store", "store").orElse(usual.kind());
    String prefix = fields.text("prefix", "prefix", usual.prefix());
    if (!prefix.endsWith("/")) {
      fields.error(
          "prefix", "prefix", "the prefix " + Quoting.excerpt(prefix) + " must end with a /");
    }
    var settings =
        new StoreSettings(
            kind,
            prefix,
            consul(fields.section("consul")),
            etcd(fields.section("etcd")),
            multi(fields.section("multi")));
    if (isNeeded) {
      settings.problems().forEach(problem -> fields.error(problem.field(), "", problem.toString()));
    }
    fields.finish();
    return settings;
  }

  private static Optional<Kind> kind(FlaggedFields fields, String key, String flag) {
    String word = fields.text(key, flag, "");
    if (word.isEmpty() || fields.fields().failed(key)) {
      return Optional.empty();
    }
    if (word.equals("memberlist")) {
      fields.error(
          key,
          flag,
          "memberlist is not supported: the original has no members to gossip with, either, and"
              + " ends when it is chosen; use consul or etcd, or inmemory for one agent alone");
      return Optional.empty();
    }
    Optional<Kind> kind =
        Arrays.stream(Kind.values()).filter(k -> word.equals(k.toString())).findAny();
    if (kind.isEmpty()) {
      fields.error(
          key,
          flag,
          "invalid KV store type: " + word + ", expected consul, etcd, inmemory or multi");
    }
    return kind;
  }

  private static Consul consul(FlaggedFields fields) {
    Consul usual = Consul.DEFAULTS;
    var settings =
        new Consul(
            fields.text("host", "consul.hostname", usual.host()),
            fields.secret("acl_token", "consul.acl-token"),
            fields.positive("http_client_timeout", "consul.client-timeout", usual.clientTimeout()),
            fields.bool("consistent_reads", "consul.consistent-reads", usual.consistentReads()),
            fields.number("watch_rate_limit", "consul.watch-rate-limit", usual.watchesPerSecond()),
            // Less than one counts as one, as in the original.
            Math.max(
                1,
                fields.whole(
                    "watch_burst_size",
                    "consul.watch-burst-size",
                    usual.watchBurst(),
                    Integer.MIN_VALUE,
                    MOST)),
            fields.duration("cas_retry_delay", "consul.cas-retry-delay", usual.casRetryDelay()));
    fields.finish();
    return settings;
  }

  private static Etcd etcd(FlaggedFields fields) {
    Etcd usual = Etcd.DEFAULTS;
    var settings =
        new Etcd(
            fields.texts("endpoints", "etcd.endpoints"),
            fields.positive("dial_timeout", "etcd.dial-timeout", usual.dialTimeout()),
            fields.whole("max_retries", "etcd.max-retries", usual.attempts(), 1, MOST),
            new TlsBinder(fields, "etcd.").bind(),
            fields.text("username", "etcd.username", usual.username()),
            fields.secret("password", "etcd.password"));
    fields.finish();
    return settings;
  }

  private static Multi multi(FlaggedFields fields) {
    Multi usual = Multi.DEFAULTS;
    var settings =
        new Multi(
            kind(fields, "primary", "multi.primary"),
            kind(fields, "secondary", "multi.secondary"),
            fields.bool("mirror_enabled", "multi.mirror-enabled", usual.mirrors()),
            fields.duration("mirror_timeout", "multi.mirror-timeout", usual.mirrorTimeout()));
    fields.finish();
    return settings;
  }
}
