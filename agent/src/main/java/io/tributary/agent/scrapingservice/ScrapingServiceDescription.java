package io.tributary.agent.scrapingservice;

import io.tributary.agent.scrapingservice.ScrapingServiceArguments.Server;
import io.tributary.base.config.GoDurations;
import io.tributary.base.secret.Secret;
import io.tributary.cluster.service.GrpcClientSettings;
import io.tributary.cluster.service.LifecyclerSettings;
import io.tributary.cluster.service.LifecyclerSettings.RingSettings;
import io.tributary.cluster.service.ScrapingServiceSettings;
import io.tributary.cluster.store.StoreSettings;
import io.tributary.component.Body;
import io.tributary.discovery.client.TlsBlock;
import io.tributary.river.value.SecretCapsule;
import io.tributary.river.value.Value;
import java.time.Duration;
import java.util.List;

/// Shows the arguments of `prometheus.scraping_service`, defaults filled in.
final class ScrapingServiceDescription {
  private ScrapingServiceDescription() {}

  static Body of(ScrapingServiceArguments arguments) {
    ScrapingServiceSettings service = arguments.service();
    return Body.builder()
        .attr("reshard_interval", text(service.reshardInterval()))
        .attr("reshard_timeout", text(service.reshardTimeout()))
        .attr("cluster_reshard_event_timeout", text(service.notifyTimeout()))
        .attr("dangerous_allow_reading_files", Value.of(service.readsFiles()))
        .attr("instance_mode", arguments.sharesInstances() ? "shared" : "distinct")
        .attr("extra_scrape_metrics", Value.of(arguments.extraScrapeMetrics()))
        .attr("global", hidden(arguments.global()))
        .block("kvstore", store(service.configurations()))
        .block("lifecycler", lifecycler(service.lifecycler()))
        .block("client", client(service.client()))
        .block("grpc_server", server(arguments.server()))
        .build();
  }

  private static Body store(StoreSettings store) {
    var body = Body.builder().attr("store", store.kind().toString()).attr("prefix", store.prefix());
    StoreSettings.Multi multi = store.multi();
    if (uses(store, StoreSettings.Kind.CONSUL)) {
      body.block("consul", consul(store.consul()));
    }
    if (uses(store, StoreSettings.Kind.ETCD)) {
      body.block("etcd", etcd(store.etcd()));
    }
    if (store.kind() == StoreSettings.Kind.MULTI) {
      body.block("multi", multi(multi));
    }
    return body.build();
  }

  private static boolean uses(StoreSettings store, StoreSettings.Kind kind) {
    return store.kind() == kind || store.kind() == StoreSettings.Kind.MULTI;
  }

  private static Body consul(StoreSettings.Consul consul) {
    return Body.builder()
        .attr("host", consul.host())
        .attr("acl_token", hidden(consul.aclToken()))
        .attr("http_client_timeout", text(consul.clientTimeout()))
        .attr("consistent_reads", Value.of(consul.consistentReads()))
        .attr("watch_rate_limit", Value.of(consul.watchesPerSecond()))
        .attr("watch_burst_size", Value.of(consul.watchBurst()))
        .attr("cas_retry_delay", text(consul.casRetryDelay()))
        .build();
  }

  private static Body etcd(StoreSettings.Etcd etcd) {
    var body =
        Body.builder()
            .attr("endpoints", texts(etcd.endpoints()))
            .attr("dial_timeout", text(etcd.dialTimeout()))
            .attr("max_retries", Value.of(etcd.attempts()))
            .attr("username", etcd.username())
            .attr("password", hidden(etcd.password()));
    etcd.tls().ifPresent(tls -> TlsBlock.describe(tls, body));
    return body.build();
  }

  private static Body multi(StoreSettings.Multi multi) {
    var body = Body.builder();
    multi.primary().ifPresent(kind -> body.attr("primary", kind.toString()));
    multi.secondary().ifPresent(kind -> body.attr("secondary", kind.toString()));
    return body.attr("mirror_enabled", Value.of(multi.mirrors()))
        .attr("mirror_timeout", text(multi.mirrorTimeout()))
        .build();
  }

  private static Body lifecycler(LifecyclerSettings settings) {
    return Body.builder()
        .attr("num_tokens", Value.of(settings.tokens()))
        .attr("heartbeat_period", text(settings.heartbeatPeriod()))
        .attr("observe_period", text(settings.observePeriod()))
        .attr("join_after", text(settings.joinAfter()))
        .attr("final_sleep", text(settings.finalSleep()))
        .attr("tokens_file_path", settings.tokensFile())
        .attr("interface_names", texts(settings.interfaces()))
        .attr("enable_inet6", Value.of(settings.usesIpv6()))
        .attr("address", settings.address())
        .attr("port", Value.of(settings.port()))
        .attr("id", settings.id())
        .attr("availability_zone", settings.zone())
        .attr("unregister_on_shutdown", Value.of(settings.unregisters()))
        .block("ring", ring(settings.ring()))
        .build();
  }

  private static Body ring(RingSettings ring) {
    return Body.builder()
        .attr("heartbeat_timeout", text(ring.heartbeatTimeout()))
        .attr("excluded_zones", texts(ring.excludedZones().stream().sorted().toList()))
        .attr("take_over_from_dead", Value.of(ring.takesOverFromDead()))
        .block("kvstore", store(ring.store()))
        .build();
  }

  private static Body client(GrpcClientSettings client) {
    var body =
        Body.builder()
            .attr("connect_timeout", text(client.connectTimeout()))
            .block(
                "backoff_config",
                Body.builder()
                    .attr("min_period", text(client.minBackoff()))
                    .attr("max_period", text(client.maxBackoff()))
                    .attr("max_retries", Value.of(client.maxRetries()))
                    .build());
    client.tls().ifPresent(tls -> TlsBlock.describe(tls, body));
    return body.build();
  }

  private static Body server(Server server) {
    return Body.builder()
        .attr("address", server.address())
        .attr("max_connections", Value.of(server.maxConnections()))
        .attr("max_message_bytes", Value.of(server.maxMessageBytes()))
        .attr("max_concurrent_streams", Value.of(server.maxStreams()))
        .attr("idle_timeout", text(server.idleTimeout()))
        .attr("tls", Value.of(server.tls().isEnabled()))
        .build();
  }

  private static String text(Duration duration) {
    return GoDurations.format(duration);
  }

  private static Value texts(List<String> texts) {
    return Value.of(texts.stream().map(Value::of).toList());
  }

  private static Value hidden(Secret secret) {
    return Value.of(new SecretCapsule(secret));
  }
}
