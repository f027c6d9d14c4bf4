package io.tributary.dialects.scrapingservice;

import io.tributary.base.config.GoDurations;
import io.tributary.base.secret.Secret;
import io.tributary.base.secret.SecretSource;
import io.tributary.cluster.service.GrpcClientSettings;
import io.tributary.cluster.service.LifecyclerSettings;
import io.tributary.cluster.service.LifecyclerSettings.RingSettings;
import io.tributary.cluster.service.ScrapingServiceSettings;
import io.tributary.cluster.store.StoreSettings;
import io.tributary.net.tls.TlsSettings;
import io.tributary.net.tls.TlsVersion;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The settings as the sections that would yield them: defaults filled in, secrets hidden.
public final class ScrapingServiceYaml {
  private static final String HIDDEN = "<secret>";

  private ScrapingServiceYaml() {}

  /// The section `scraping_service`.
  public static Map<String, Object> service(ScrapingServiceSettings settings) {
    var out = new LinkedHashMap<String, Object>();
    out.put("enabled", settings.enabled());
    out.put("reshard_interval", go(settings.reshardInterval()));
    out.put("reshard_timeout", go(settings.reshardTimeout()));
    out.put("cluster_reshard_event_timeout", go(settings.notifyTimeout()));
    out.put("kvstore", store(settings.configurations()));
    out.put("lifecycler", lifecycler(settings.lifecycler()));
    out.put("dangerous_allow_reading_files", settings.readsFiles());
    return out;
  }

  /// The section `scraping_service_client`.
  public static Map<String, Object> client(GrpcClientSettings client) {
    var backoff = new LinkedHashMap<String, Object>();
    backoff.put("min_period", go(client.minBackoff()));
    backoff.put("max_period", go(client.maxBackoff()));
    backoff.put("max_retries", client.maxRetries());
    var config = new LinkedHashMap<String, Object>();
    config.put("backoff_config", backoff);
    tls(config, client.tls());
    config.put("connect_timeout", go(client.connectTimeout()));
    return Map.of("grpc_client_config", config);
  }

  private static Map<String, Object> lifecycler(LifecyclerSettings settings) {
    var out = new LinkedHashMap<String, Object>();
    out.put("ring", ring(settings.ring()));
    out.put("num_tokens", settings.tokens());
    out.put("heartbeat_period", go(settings.heartbeatPeriod()));
    out.put("observe_period", go(settings.observePeriod()));
    out.put("join_after", go(settings.joinAfter()));
    out.put("interface_names", settings.interfaces());
    out.put("enable_inet6", settings.usesIpv6());
    out.put("final_sleep", go(settings.finalSleep()));
    out.put("tokens_file_path", settings.tokensFile());
    out.put("availability_zone", settings.zone());
    out.put("unregister_on_shutdown", settings.unregisters());
    out.put("address", settings.address());
    out.put("port", settings.port());
    out.put("id", settings.id());
    return out;
  }

  private static Map<String, Object> ring(RingSettings ring) {
    var out = new LinkedHashMap<String, Object>();
    out.put("kvstore", store(ring.store()));
    out.put("heartbeat_timeout", go(ring.heartbeatTimeout()));
    out.put("replication_factor", 1);
    out.put("excluded_zones", String.join(",", ring.excludedZones().stream().sorted().toList()));
    out.put("take_over_from_dead", ring.takesOverFromDead());
    return out;
  }

  private static Map<String, Object> store(StoreSettings store) {
    var out = new LinkedHashMap<String, Object>();
    out.put("store", store.kind().toString());
    out.put("prefix", store.prefix());
    out.put("consul", consul(store.consul()));
    out.put("etcd", etcd(store.etcd()));
    out.put("multi", multi(store.multi()));
    return out;
  }

  private static Map<String, Object> consul(StoreSettings.Consul consul) {
    var out = new LinkedHashMap<String, Object>();
    out.put("host", consul.host());
    out.put("acl_token", hidden(consul.aclToken()));
    out.put("http_client_timeout", go(consul.clientTimeout()));
    out.put("consistent_reads", consul.consistentReads());
    out.put("watch_rate_limit", consul.watchesPerSecond());
    out.put("watch_burst_size", consul.watchBurst());
    out.put("cas_retry_delay", go(consul.casRetryDelay()));
    return out;
  }

  private static Map<String, Object> etcd(StoreSettings.Etcd etcd) {
    var out = new LinkedHashMap<String, Object>();
    out.put("endpoints", etcd.endpoints());
    out.put("dial_timeout", go(etcd.dialTimeout()));
    out.put("max_retries", etcd.attempts());
    tls(out, etcd.tls());
    out.put("username", etcd.username());
    out.put("password", hidden(etcd.password()));
    return out;
  }

  private static Map<String, Object> multi(StoreSettings.Multi multi) {
    var out = new LinkedHashMap<String, Object>();
    out.put("primary", multi.primary().map(StoreSettings.Kind::toString).orElse(""));
    out.put("secondary", multi.secondary().map(StoreSettings.Kind::toString).orElse(""));
    out.put("mirror_enabled", multi.mirrors());
    out.put("mirror_timeout", go(multi.mirrorTimeout()));
    return out;
  }

  private static void tls(Map<String, Object> out, Optional<TlsSettings> tls) {
    out.put("tls_enabled", tls.isPresent());
    TlsSettings settings = tls.orElse(TlsSettings.DEFAULTS);
    out.put("tls_cert_path", path(settings.cert()));
    out.put("tls_key_path", path(settings.key()));
    out.put("tls_ca_path", path(settings.ca()));
    out.put("tls_server_name", settings.serverName());
    out.put("tls_insecure_skip_verify", settings.insecureSkipVerify());
    out.put("tls_min_version", version(settings.minVersion()));
  }

  private static String path(SecretSource source) {
    return source.file() == null ? "" : source.file().toString();
  }

  private static String version(@Nullable TlsVersion version) {
    return version == null ? "" : "Version" + version.name();
  }

  private static String hidden(Secret secret) {
    return secret.isEmpty() ? "" : HIDDEN;
  }

  private static String go(Duration duration) {
    return GoDurations.format(duration);
  }
}
