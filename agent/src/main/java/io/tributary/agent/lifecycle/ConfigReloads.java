package io.tributary.agent.lifecycle;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.agent.logging.Logging;
import io.tributary.agent.web.Notifications;
import io.tributary.base.config.Diagnostic;
import io.tributary.base.time.Clock;
import io.tributary.dialects.prometheus.LoadResult;
import io.tributary.dialects.prometheus.PrometheusConfig;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings configurations into force, one at a time.
///
/// A file with an error changes nothing: the configuration in force stays in force. A sound one is
/// applied component by component; one that fails does not keep the others from their new settings,
/// and the reload counts as failed.
///
/// Thread-safe: reloads are serialised by `this`; what was loaded last can be read at any time.
///
/// Source: parity CLI-10 to CLI-13; prometheus `cmd/prometheus/main.go`, reloadConfig.
public final class ConfigReloads {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigReloads.class);

  /// What became of a configuration.
  public enum Fate {
    IN_FORCE,

    /// The newest one, of which a component failed, or which a later file with an error was to
    /// replace: another try may end well.
    APPLIED_IN_PART,

    /// Not tried, in error, or replaced since.
    NEVER_APPLIED
  }

  private final Supplier<LoadResult> loader;
  private final Function<PrometheusConfig, List<String>> target;
  private final Clock clock;
  private final Notifications notifications;
  private final Gauge successful;
  private final Gauge successTime;

  private volatile PrometheusConfig current;
  private volatile boolean wasSuccessful = true;
  private volatile long successMs;

  /// `loader` reads the files; `target` applies a configuration and says what failed. `first` was
  /// read and found sound already, but is not applied before [#applyFirst].
  public ConfigReloads(
      PrometheusConfig first,
      Supplier<LoadResult> loader,
      Function<PrometheusConfig, List<String>> target,
      Clock clock,
      Notifications notifications,
      PrometheusRegistry registry) {
    this.current = first;
    this.loader = loader;
    this.target = target;
    this.clock = clock;
    this.notifications = notifications;
    successful =
        Gauge.builder()
            .name("prometheus_config_last_reload_successful")
            .help("Whether the last attempt to load the configuration was successful.")
            .register(registry);
    successTime =
        Gauge.builder()
            .name("prometheus_config_last_reload_success_timestamp_seconds")
            .help("When a configuration was last loaded successfully, as Unix time.")
            .register(registry);
    succeeded();
  }

  /// The configuration in force.
  public PrometheusConfig current() {
    return current;
  }

  public boolean wasSuccessful() {
    return wasSuccessful;
  }

  public long successMs() {
    return successMs;
  }

  /// What became of the configuration with this checksum.
  public Fate fateOf(String checksum) {
    if (!current.checksum().equals(checksum)) {
      return Fate.NEVER_APPLIED;
    }
    return wasSuccessful ? Fate.IN_FORCE : Fate.APPLIED_IN_PART;
  }

  /// Applies what was read before the engines existed; the reason where that failed.
  public synchronized Optional<String> applyFirst() {
    return applied(current, target.apply(current));
  }

  /// Reads the files again and applies them; the reason where that failed, which is in the log too.
  public synchronized Optional<String> reload() {
    long startedNanos = clock.nanos();
    LOG.atInfo()
        .addKeyValue("filename", current.sourceFiles().getFirst())
        .log("Loading configuration file");
    LoadResult loaded = loader.get();
    loaded.warnings().forEach(ConfigReloads::warn);
    if (loaded.sound().isEmpty()) {
      loaded.errors().forEach(ConfigReloads::logFailure);
      return failed(
          "couldn't load configuration: "
              + loaded.errors().stream()
                  .map(Diagnostic::toString)
                  .collect(Collectors.joining("; ")));
    }
    List<String> failures = target.apply(loaded.sound().orElseThrow());
    failures.forEach(ConfigReloads::logFailure);
    Optional<String> failure = applied(loaded.sound().orElseThrow(), failures);
    if (failure.isEmpty()) {
      LOG.atInfo()
          .addKeyValue("filename", current.sourceFiles().getFirst())
          .addKeyValue("totalDuration", (clock.nanos() - startedNanos) / 1_000_000 + "ms")
          .log("Completed loading of configuration file");
    }
    return failure;
  }

  /// Writes what is doubtful about a configuration to the log.
  public static void warn(Diagnostic warning) {
    LOG.atWarn()
        .addMarker(Logging.LIST)
        .addKeyValue("finding", warning)
        .log("Doubtful configuration");
  }

  private static void logFailure(Object reason) {
    LOG.atError().addMarker(Logging.LIST).addKeyValue("err", reason).log("Error reloading config");
  }

  private Optional<String> applied(PrometheusConfig config, List<String> failures) {
    current = config;
    if (!failures.isEmpty()) {
      return failed(
          "one or more errors occurred while applying the new configuration: "
              + String.join("; ", failures));
    }
    succeeded();
    return Optional.empty();
  }

  private Optional<String> failed(String reason) {
    wasSuccessful = false;
    successful.set(0);
    notifications.add(Notifications.RELOAD_FAILED);
    return Optional.of(reason);
  }

  private void succeeded() {
    wasSuccessful = true;
    successMs = clock.wallMs();
    successful.set(1);
    successTime.set(successMs / 1e3);
    notifications.remove(Notifications.RELOAD_FAILED);
  }
}
