package io.tributary.dialects.staticmode;

import io.tributary.dialects.prometheus.Environment;
import java.time.Duration;
import java.util.Optional;

/// What the command line adds to an `agent.yaml`.
///
/// `listenHost` and `listenPort` are where the agent's own HTTP server listens, by which its
/// integrations are called in labels. `extraScrapeMetrics` is the feature of that name.
public record StaticOptions(
    Environment environment,
    boolean expandsEnvironment,
    boolean extraScrapeMetrics,
    Listener listener,
    Overrides overrides) {

  /// The HTTP server. `usesTls` says whether `server.http_tls_config` is in force.
  public record Listener(String host, int port, boolean usesTls) {
    public static final Listener DEFAULT = new Listener("127.0.0.1", 12_345, false);
  }

  /// Flags that win over the file.
  public record Overrides(
      Optional<String> walDirectory,
      Optional<Duration> walCleanupAge,
      Optional<Duration> walCleanupPeriod,
      Optional<Duration> instanceRestartBackoff) {
    public static final Overrides NONE =
        new Overrides(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// Without any flag.
  public static StaticOptions of(Environment environment) {
    return new StaticOptions(environment, false, false, Listener.DEFAULT, Overrides.NONE);
  }

  public StaticOptions expanding() {
    return new StaticOptions(environment, true, extraScrapeMetrics, listener, overrides);
  }
}
