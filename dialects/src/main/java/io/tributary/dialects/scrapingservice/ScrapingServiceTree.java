package io.tributary.dialects.scrapingservice;

import io.tributary.base.secret.Secret;
import io.tributary.base.secret.SecretSource;
import io.tributary.cluster.service.GrpcClientSettings;
import io.tributary.cluster.service.LifecyclerSettings;
import io.tributary.cluster.service.LifecyclerSettings.RingSettings;
import io.tributary.cluster.service.ScrapingServiceSettings;
import io.tributary.cluster.store.StoreSettings;
import io.tributary.dialects.tree.BlockBuilder;
import io.tributary.dialects.tree.Expressions;
import io.tributary.dialects.tree.Lines;
import io.tributary.dialects.tree.Locator;
import io.tributary.net.tls.TlsSettings;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The component `prometheus.scraping_service`, without what is as usual.
///
/// ```river
/// prometheus.scraping_service "default" {
///   reshard_interval              = "1m"
///   reshard_timeout               = "30s"
///   cluster_reshard_event_timeout = "30s"
///   dangerous_allow_reading_files = false
///   instance_mode                 = "shared"  // or "distinct"
///   extra_scrape_metrics          = false
///   global                        = ""        // the section metrics.global as YAML; a secret
///
///   kvstore {                       // where the configurations are
///     store  = "consul"             // or "etcd", "inmemory", "multi"
///     prefix = "configurations/"
///     consul {
///       host = "localhost:8500"     // acl_token, http_client_timeout, consistent_reads,
///     }                             // watch_rate_limit, watch_burst_size, cas_retry_delay
///     etcd {
///       endpoints = ["h:2379"]      // dial_timeout, max_retries, username, password
///       tls_config { }              // as in HTTP clients; TLS is on where the block is
///     }
///     multi {
///       primary   = "etcd"          // secondary, mirror_enabled, mirror_timeout
///     }
///   }
///   lifecycler {                    // num_tokens, heartbeat_period, observe_period, join_after,
///     ring {                        // final_sleep, tokens_file_path, interface_names,
///       heartbeat_timeout = "1m"    // enable_inet6, address, port, id, availability_zone,
///       excluded_zones = []         // unregister_on_shutdown
///       take_over_from_dead = true
///       kvstore { }                 // the same; its prefix is "collectors/"
///     }
///   }
///   client {                        // how others are told of changes
///     connect_timeout = "5s"
///     backoff_config { }            // min_period, max_period, max_retries
///     tls_config { }
///   }
///   grpc_server { }                 // where others tell this agent: see GrpcServerTree
/// }
/// ```
public final class ScrapingServiceTree {
  private ScrapingServiceTree() {}

  /// `metrics` is the section in which the service stands; `attributes` adds those of others.
  public static BlockBuilder build(
      ScrapingServiceSettings settings,
      Locator metrics,
      String label,
      Consumer<BlockBuilder> attributes) {
    ScrapingServiceSettings usual = ScrapingServiceSettings.DEFAULTS;
    Locator section = metrics.at("scraping_service");
    var block = new BlockBuilder("prometheus.scraping_service", label, section.place());
    Lines lines = Lines.of(block, section);
    lines
        .duration("reshard_interval", settings.reshardInterval(), usual.reshardInterval())
        .duration("reshard_timeout", settings.reshardTimeout(), usual.reshardTimeout())
        .duration("cluster_reshard_event_timeout", settings.notifyTimeout(), usual.notifyTimeout())
        .bool("dangerous_allow_reading_files", settings.readsFiles(), usual.readsFiles());
    attributes.accept(block);
    store(lines, settings.configurations(), usual.configurations());
    if (!settings.lifecycler().equals(usual.lifecycler())) {
      lifecycler(lines.open("lifecycler"), settings.lifecycler());
    }
    Locator client = metrics.at("scraping_service_client").at("grpc_client_config");
    if (!settings.client().equals(usual.client())) {
      client(lines.open("client", client), settings.client());
    }
    return block;
  }

  private static void store(Lines parent, StoreSettings store, StoreSettings usual) {
    if (store.equals(usual)) {
      return;
    }
    Lines lines =
        parent
            .open("kvstore")
            .text("store", store.kind().toString(), usual.kind().toString())
            .text("prefix", store.prefix(), usual.prefix());
    if (!store.consul().equals(usual.consul())) {
      consul(lines.open("consul"), store.consul());
    }
    if (!store.etcd().equals(usual.etcd())) {
      etcd(lines.open("etcd"), store.etcd());
    }
    if (!store.multi().equals(usual.multi())) {
      multi(lines.open("multi"), store.multi());
    }
  }

  private static void consul(Lines lines, StoreSettings.Consul consul) {
    StoreSettings.Consul usual = StoreSettings.Consul.DEFAULTS;
    lines
        .text("host", consul.host(), usual.host())
        .secret("acl_token", source(consul.aclToken()))
        .duration("http_client_timeout", consul.clientTimeout(), usual.clientTimeout())
        .bool("consistent_reads", consul.consistentReads(), usual.consistentReads());
    if (consul.watchesPerSecond() != usual.watchesPerSecond()) {
      lines.set(
          "watch_rate_limit",
          Expressions.decimal(consul.watchesPerSecond(), lines.place("watch_rate_limit")));
    }
    lines
        .number("watch_burst_size", consul.watchBurst(), usual.watchBurst())
        .duration("cas_retry_delay", consul.casRetryDelay(), usual.casRetryDelay());
  }

  private static void etcd(Lines lines, StoreSettings.Etcd etcd) {
    StoreSettings.Etcd usual = StoreSettings.Etcd.DEFAULTS;
    lines
        .texts("endpoints", etcd.endpoints(), usual.endpoints())
        .duration("dial_timeout", etcd.dialTimeout(), usual.dialTimeout())
        .number("max_retries", etcd.attempts(), usual.attempts())
        .text("username", etcd.username())
        .secret("password", source(etcd.password()));
    tls(lines, etcd.tls());
  }

  private static void multi(Lines lines, StoreSettings.Multi multi) {
    StoreSettings.Multi usual = StoreSettings.Multi.DEFAULTS;
    lines
        .text("primary", multi.primary().map(StoreSettings.Kind::toString).orElse(""))
        .text("secondary", multi.secondary().map(StoreSettings.Kind::toString).orElse(""))
        .bool("mirror_enabled", multi.mirrors(), usual.mirrors())
        .duration("mirror_timeout", multi.mirrorTimeout(), usual.mirrorTimeout());
  }

  private static void lifecycler(Lines lines, LifecyclerSettings settings) {
    LifecyclerSettings usual = LifecyclerSettings.DEFAULTS;
    lines
        .number("num_tokens", settings.tokens(), usual.tokens())
        .duration("heartbeat_period", settings.heartbeatPeriod(), usual.heartbeatPeriod())
        .duration("observe_period", settings.observePeriod(), usual.observePeriod())
        .duration("join_after", settings.joinAfter(), usual.joinAfter())
        .duration("final_sleep", settings.finalSleep(), usual.finalSleep())
        .text("tokens_file_path", settings.tokensFile())
        .texts("interface_names", settings.interfaces(), usual.interfaces())
        .bool("enable_inet6", settings.usesIpv6(), usual.usesIpv6())
        .text("address", settings.address())
        .number("port", settings.port(), usual.port())
        .text("id", settings.id())
        .text("availability_zone", settings.zone())
        .bool("unregister_on_shutdown", settings.unregisters(), usual.unregisters());
    if (!settings.ring().equals(usual.ring())) {
      ring(lines.open("ring"), settings.ring());
    }
  }

  private static void ring(Lines lines, RingSettings ring) {
    RingSettings usual = RingSettings.DEFAULTS;
    lines
        .duration("heartbeat_timeout", ring.heartbeatTimeout(), usual.heartbeatTimeout())
        .texts("excluded_zones", ring.excludedZones().stream().sorted().toList(), List.of())
        .bool("take_over_from_dead", ring.takesOverFromDead(), usual.takesOverFromDead());
    store(lines, ring.store(), usual.store());
  }

  private static void client(Lines lines, GrpcClientSettings client) {
    GrpcClientSettings usual = GrpcClientSettings.DEFAULTS;
    lines.duration("connect_timeout", client.connectTimeout(), usual.connectTimeout());
    var backoff = new BlockBuilder("backoff_config", "", lines.place("backoff_config"));
    Lines.of(backoff, lines.section().at("backoff_config"))
        .duration("min_period", client.minBackoff(), usual.minBackoff())
        .duration("max_period", client.maxBackoff(), usual.maxBackoff())
        .number("max_retries", client.maxRetries(), usual.maxRetries());
    if (!backoff.isEmpty()) {
      lines.block().add(backoff);
    }
    tls(lines, client.tls());
  }

  /// The block is there where TLS is on, also when it says nothing.
  private static void tls(Lines parent, Optional<TlsSettings> tls) {
    if (tls.isEmpty()) {
      return;
    }
    TlsSettings settings = tls.get();
    Lines.of(parent.block().add("tls_config", parent.section().place()), parent.section())
        .called("tls_ca_path")
        .path("ca_file", settings.ca().file())
        .called("tls_cert_path")
        .path("cert_file", settings.cert().file())
        .called("tls_key_path")
        .path("key_file", settings.key().file())
        .called("tls_server_name")
        .text("server_name", settings.serverName())
        .called("tls_insecure_skip_verify")
        .bool("insecure_skip_verify", settings.insecureSkipVerify(), false)
        .called("tls_min_version")
        .text("min_version", settings.minVersion() == null ? "" : settings.minVersion().name());
  }

  private static SecretSource source(Secret secret) {
    return SecretSource.ofText(secret.value());
  }
}
