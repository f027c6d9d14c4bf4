package io.tributary.dialects.staticmode;

import io.tributary.base.secret.Secret;
import io.tributary.cluster.service.ScrapingServiceSettings;
import io.tributary.dialects.instance.Instance;
import io.tributary.dialects.prometheus.GlobalSettings;
import io.tributary.dialects.prometheus.Located;
import io.tributary.dialects.tree.Locator;
import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The section `metrics`, defaults and flags filled in.
///
/// @param remoteWrites those of `global`, for whoever has none of his own
record MetricsSettings(
    GlobalSettings global,
    List<Located<RemoteWriteSettings>> remoteWrites,
    Cleaning cleaning,
    String walDirectory,
    boolean sharesInstances,
    List<Instance> instances,
    Optional<ScrapingService> scrapingService,
    Locator place) {

  /// The scraping service, where it is on.
  ///
  /// @param global the section `global` as it is written, in the clear
  record ScrapingService(ScrapingServiceSettings settings, Secret global) {}

  /// When logs that nobody uses any more are deleted. A `period` of zero is never.
  ///
  /// @param isAgeWritten whether the file or a flag says how old they must be
  record Cleaning(Duration age, Duration period, boolean isAgeWritten) {
    static final Duration DEFAULT_AGE = Duration.ofHours(12);
    static final Duration DEFAULT_PERIOD = Duration.ofMinutes(30);
  }

  MetricsSettings {
    remoteWrites = List.copyOf(remoteWrites);
    instances = List.copyOf(instances);
  }
}
