package io.tributary.agent.scrapingservice;

import io.tributary.agent.blocks.ServerTlsBlock;
import io.tributary.agent.scrapingservice.ScrapingServiceArguments.Server;
import io.tributary.cluster.service.GrpcClientSettings;
import io.tributary.cluster.service.LifecyclerSettings;
import io.tributary.cluster.service.LifecyclerSettings.RingSettings;
import io.tributary.cluster.service.ScrapingServiceSettings;
import io.tributary.cluster.store.StoreSettings;
import io.tributary.discovery.client.TlsBlock;
import io.tributary.net.tls.ServerTlsSettings;
import io.tributary.net.tls.TlsSettings;
import io.tributary.river.decode.AttributeReader;
import io.tributary.river.decode.BlockReader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the block `prometheus.scraping_service`. Its attributes have the names and defaults of
/// `metrics.scraping_service` in static mode.
final class ScrapingServiceDecoder {
  private static final int MAX_PORT = 65_535;

  private static final Map<String, Boolean> MODES = Map.of("shared", true, "distinct", false);
  private static final Map<String, StoreSettings.Kind> KINDS = kinds();

  private ScrapingServiceDecoder() {}

  private static Map<String, StoreSettings.Kind> kinds() {
    var kinds = new LinkedHashMap<String, StoreSettings.Kind>();
    for (StoreSettings.Kind kind : StoreSettings.Kind.values()) {
      kinds.put(kind.toString(), kind);
    }
    return kinds;
  }

  static ScrapingServiceArguments decode(BlockReader block) {
    ScrapingServiceSettings usual = ScrapingServiceSettings.DEFAULTS;
    var service =
        new ScrapingServiceSettings(
            true,
            positive(block, "reshard_interval", usual.reshardInterval()),
            notNegative(block, "reshard_timeout", usual.reshardTimeout()),
            notNegative(block, "cluster_reshard_event_timeout", usual.notifyTimeout()),
            store(block, usual.configurations()),
            block
                .block("lifecycler")
                .map(ScrapingServiceDecoder::lifecycler)
                .orElse(usual.lifecycler()),
            block.block("client").map(ScrapingServiceDecoder::client).orElse(usual.client()),
            block.attribute("dangerous_allow_reading_files").bool(usual.readsFiles()));
    return new ScrapingServiceArguments(
        service,
        block.block("grpc_server").map(ScrapingServiceDecoder::server).orElse(Server.DEFAULT),
        block.attribute("global").secret(),
        block.attribute("instance_mode").choice(true, MODES),
        block.attribute("extra_scrape_metrics").bool(false));
  }

  private static StoreSettings store(BlockReader parent, StoreSettings usual) {
    return parent.block("kvstore").map(block -> read(block, usual)).orElse(usual);
  }

  private static StoreSettings read(BlockReader block, StoreSettings usual) {
    AttributeReader prefix = block.attribute("prefix");
    String text = prefix.text(usual.prefix());
    if (!text.isEmpty() && !text.endsWith("/")) {
      prefix.error("prefix must end with a slash");
    }
    var settings =
        new StoreSettings(
            block.attribute("store").choice(usual.kind(), KINDS),
            text,
            block.block("consul").map(ScrapingServiceDecoder::consul).orElse(usual.consul()),
            block.block("etcd").map(ScrapingServiceDecoder::etcd).orElse(usual.etcd()),
            block.block("multi").map(ScrapingServiceDecoder::multi).orElse(usual.multi()));
    if (!block.hasFailed()) {
      settings.problems().forEach(problem -> block.error(problem.toString()));
    }
    return settings;
  }

  private static StoreSettings.Consul consul(BlockReader block) {
    StoreSettings.Consul usual = StoreSettings.Consul.DEFAULTS;
    return new StoreSettings.Consul(
        block.attribute("host").text(usual.host()),
        block.attribute("acl_token").secret(),
        positive(block, "http_client_timeout", usual.clientTimeout()),
        block.attribute("consistent_reads").bool(usual.consistentReads()),
        block.attribute("watch_rate_limit").decimal(usual.watchesPerSecond()),
        whole(block, "watch_burst_size", usual.watchBurst(), 0),
        notNegative(block, "cas_retry_delay", usual.casRetryDelay()));
  }

  private static StoreSettings.Etcd etcd(BlockReader block) {
    StoreSettings.Etcd usual = StoreSettings.Etcd.DEFAULTS;
    return new StoreSettings.Etcd(
        block.attribute("endpoints").texts(usual.endpoints()),
        positive(block, "dial_timeout", usual.dialTimeout()),
        whole(block, "max_retries", usual.attempts(), 1),
        TlsBlock.readOptional(block),
        block.attribute("username").text(usual.username()),
        block.attribute("password").secret());
  }

  private static StoreSettings.Multi multi(BlockReader block) {
    StoreSettings.Multi usual = StoreSettings.Multi.DEFAULTS;
    return new StoreSettings.Multi(
        kind(block.attribute("primary")),
        kind(block.attribute("secondary")),
        block.attribute("mirror_enabled").bool(usual.mirrors()),
        notNegative(block, "mirror_timeout", usual.mirrorTimeout()));
  }

  private static Optional<StoreSettings.Kind> kind(AttributeReader attribute) {
    return attribute.isThere()
        ? Optional.of(attribute.choice(StoreSettings.Kind.CONSUL, KINDS))
        : Optional.empty();
  }

  private static LifecyclerSettings lifecycler(BlockReader block) {
    LifecyclerSettings usual = LifecyclerSettings.DEFAULTS;
    return new LifecyclerSettings(
        block.block("ring").map(ScrapingServiceDecoder::ring).orElse(usual.ring()),
        within(block, "num_tokens", usual.tokens(), 1, LifecyclerSettings.MAX_TOKENS),
        notNegative(block, "heartbeat_period", usual.heartbeatPeriod()),
        notNegative(block, "observe_period", usual.observePeriod()),
        notNegative(block, "join_after", usual.joinAfter()),
        notNegative(block, "final_sleep", usual.finalSleep()),
        file(block.attribute("tokens_file_path")),
        block.attribute("interface_names").texts(usual.interfaces()),
        block.attribute("enable_inet6").bool(usual.usesIpv6()),
        block.attribute("address").text(usual.address()),
        within(block, "port", usual.port(), 0, MAX_PORT),
        block.attribute("id").text(usual.id()),
        block.attribute("availability_zone").text(usual.zone()),
        block.attribute("unregister_on_shutdown").bool(usual.unregisters()));
  }

  private static String file(AttributeReader attribute) {
    String name = attribute.text("");
    try {
      var _ = Path.of(name);
    } catch (InvalidPathException e) {
      attribute.error("not a path: " + e.getReason());
    }
    return name;
  }

  private static RingSettings ring(BlockReader block) {
    RingSettings usual = RingSettings.DEFAULTS;
    return new RingSettings(
        store(block, usual.store()),
        notNegative(block, "heartbeat_timeout", usual.heartbeatTimeout()),
        Set.copyOf(
            block
                .attribute("excluded_zones")
                .texts(usual.excludedZones().stream().sorted().toList())),
        block.attribute("take_over_from_dead").bool(usual.takesOverFromDead()));
  }

  private static GrpcClientSettings client(BlockReader block) {
    GrpcClientSettings usual = GrpcClientSettings.DEFAULTS;
    Duration connect = positive(block, "connect_timeout", usual.connectTimeout());
    Optional<TlsSettings> tls = TlsBlock.readOptional(block);
    return block
        .block("backoff_config")
        .map(backoff ->
            new GrpcClientSettings(
                tls,
                connect,
                positive(backoff, "min_period", usual.minBackoff()),
                positive(backoff, "max_period", usual.maxBackoff()),
                whole(backoff, "max_retries", usual.maxRetries(), 0)))
        .orElse(
            new GrpcClientSettings(
                tls, connect, usual.minBackoff(), usual.maxBackoff(), usual.maxRetries()));
  }

  private static Server server(BlockReader block) {
    Server usual = Server.DEFAULT;
    return new Server(
        block.attribute("address").text(usual.address()),
        whole(block, "max_connections", usual.maxConnections(), 0),
        whole(block, "max_message_bytes", usual.maxMessageBytes(), 1),
        whole(block, "max_concurrent_streams", usual.maxStreams(), 1),
        notNegative(block, "idle_timeout", usual.idleTimeout()),
        block.block("tls").map(ServerTlsBlock::read).orElse(ServerTlsSettings.NONE));
  }

  private static Duration positive(BlockReader block, String name, Duration usual) {
    AttributeReader attribute = block.attribute(name);
    Duration duration = attribute.duration(usual);
    if (!duration.isPositive()) {
      attribute.error(name + " must be greater than 0s");
    }
    return duration;
  }

  private static Duration notNegative(BlockReader block, String name, Duration usual) {
    AttributeReader attribute = block.attribute(name);
    Duration duration = attribute.duration(usual);
    if (duration.isNegative()) {
      attribute.error(name + " must not be negative");
    }
    return duration;
  }

  private static int within(BlockReader block, String name, int usual, int least, int most) {
    int number = whole(block, name, usual, least);
    if (number > most) {
      block.attribute(name).error(name + " must be at most " + most);
    }
    return number;
  }

  private static int whole(BlockReader block, String name, int usual, int least) {
    AttributeReader attribute = block.attribute(name);
    int number = attribute.integer(usual);
    if (number < least) {
      attribute.error(name + " must be at least " + least);
    }
    return number;
  }
}
