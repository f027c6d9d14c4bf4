package io.tributary.agent.process;

import com.google.re2j.Pattern;
import io.tributary.cluster.placement.MemberShare;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that an agent is told at start and that no reload changes.
///
/// `flags` is every flag with its value, for the API.
public record AgentSettings(
    Path configFile,
    Optional<Duration> autoReloadInterval,
    boolean extraScrapeMetrics,
    Web web,
    Storage storage,
    Scrape scrape,
    Map<String, String> flags) {

  /// The listeners. `routePrefix` begins with a slash and ends without one, or is `/`;
  /// `externalUrl` ends without one.
  public record Web(
      List<String> listenAddresses,
      Optional<Path> configFile,
      Duration readTimeout,
      int maxConnections,
      int maxNotificationSubscribers,
      URI externalUrl,
      String routePrefix,
      Optional<Path> userAssets,
      boolean enableLifecycle,
      boolean enableAdminApi,
      String pageTitle,
      Pattern corsOrigin) {
    public Web {
      listenAddresses = List.copyOf(listenAddresses);
    }
  }

  /// The log of unsent samples. A budget of zero bytes, or no age, is no limit.
  public record Storage(
      Path path,
      Optional<Long> segmentBytes,
      boolean useLockFile,
      long budgetBytes,
      Optional<Duration> budgetAge,
      Duration flushDeadline) {}

  /// Scrapes. A tolerance of zero never moves a timestamp; `share` says which targets are this
  /// agent's.
  public record Scrape(
      Duration timestampTolerance, Duration discoveryReloadInterval, MemberShare share) {}

  public AgentSettings {
    flags = Map.copyOf(flags);
  }
}
