package io.tributary.dialects.staticmode;

import io.tributary.dialects.prometheus.Environment;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What the command line adds to an `agent.yaml`.
///
/// `listenHost` and `listenPort` are where the agent's own HTTP server listens, by which its
/// integrations are called in labels, and `grpc` is where other agents of a scraping service reach
/// it. `extraScrapeMetrics` is the feature of that name.
public record StaticOptions(
    Environment environment,
    boolean expandsEnvironment,
    boolean extraScrapeMetrics,
    Listener listener,
    GrpcListener grpc,
    Overrides overrides) {

  /// The HTTP server. `usesTls` says whether `server.http_tls_config` is in force.
  public record Listener(String host, int port, boolean usesTls) {
    public static final Listener DEFAULT = new Listener("127.0.0.1", 12_345, false);
  }

  /// The gRPC server of the scraping service. `usesTls` says whether `server.grpc_tls_config` is in
  /// force; no connections at most means no limit.
  public record GrpcListener(
      String address,
      boolean usesTls,
      int maxConnections,
      int maxMessageBytes,
      int maxStreams,
      Duration idleTimeout) {
    public static final GrpcListener DEFAULT =
        new GrpcListener("127.0.0.1:12346", false, 0, 4 << 20, 100, Duration.ZERO);
  }

  /// Flags that win over the file. `scrapingService` are those of the scraping service by their
  /// names, as they were given.
  public record Overrides(
      Optional<String> walDirectory,
      Optional<Duration> walCleanupAge,
      Optional<Duration> walCleanupPeriod,
      Optional<Duration> instanceRestartBackoff,
      Map<String, String> scrapingService) {
    public static final Overrides NONE =
        new Overrides(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

    public Overrides {
      scrapingService = Map.copyOf(scrapingService);
    }
  }

  /// Without any flag.
  public static StaticOptions of(Environment environment) {
    return new StaticOptions(
        environment, false, false, Listener.DEFAULT, GrpcListener.DEFAULT, Overrides.NONE);
  }

  public StaticOptions expanding() {
    return new StaticOptions(environment, true, extraScrapeMetrics, listener, grpc, overrides);
  }
}
