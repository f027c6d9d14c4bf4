package io.tributary.agent.scrapingservice;

import io.tributary.base.secret.Secret;
import io.tributary.cluster.service.ScrapingServiceSettings;
import io.tributary.component.ArgumentsCodec;
import io.tributary.net.tls.ServerTlsSettings;
import java.time.Duration;

/// The arguments of `prometheus.scraping_service`.
///
/// @param server where other agents tell this one that something changed
/// @param global what configurations go by where they say nothing themselves: the section
///   `metrics.global` of an `agent.yaml`
/// @param sharesInstances whether configurations that are alike share a log
/// @param extraScrapeMetrics whether jobs tell more of each scrape
record ScrapingServiceArguments(
    ScrapingServiceSettings service,
    Server server,
    Secret global,
    boolean sharesInstances,
    boolean extraScrapeMetrics) {
  static final ArgumentsCodec<ScrapingServiceArguments> CODEC =
      ArgumentsCodec.of(ScrapingServiceDecoder::decode, ScrapingServiceDescription::of);

  /// Whether the agent can stay in the ring when it changes from one to the other.
  boolean hasSameService(ScrapingServiceArguments other) {
    return service.equals(other.service) && server.equals(other.server);
  }

  /// Whether configurations come to the same by both.
  boolean hasSameTerms(ScrapingServiceArguments other) {
    return global.equals(other.global)
        && sharesInstances == other.sharesInstances
        && extraScrapeMetrics == other.extraScrapeMetrics
        && service.readsFiles() == other.service.readsFiles();
  }

  /// @param maxConnections most that are open at a time; 0 for no limit
  /// @param idleTimeout zero for never
  record Server(
      String address,
      int maxConnections,
      int maxMessageBytes,
      int maxStreams,
      Duration idleTimeout,
      ServerTlsSettings tls) {
    static final Server DEFAULT =
        new Server("127.0.0.1:12346", 0, 4 << 20, 100, Duration.ZERO, ServerTlsSettings.NONE);
  }
}
