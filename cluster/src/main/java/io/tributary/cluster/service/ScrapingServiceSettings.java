package io.tributary.cluster.service;

import io.tributary.cluster.store.StoreSettings;
import java.time.Duration;

/// The block `scraping_service`.
///
/// @param reshardInterval between two looks at everything
/// @param reshardTimeout of one such look; zero for none
/// @param notifyTimeout for telling other agents of a change; zero for none
/// @param configurations where the configurations are
/// @param readsFiles whether configurations may name files of the agent's host
///
///   Source: grafana/agent `static/metrics/cluster/config.go`.
public record ScrapingServiceSettings(
    boolean enabled,
    Duration reshardInterval,
    Duration reshardTimeout,
    Duration notifyTimeout,
    StoreSettings configurations,
    LifecyclerSettings lifecycler,
    GrpcClientSettings client,
    boolean readsFiles) {
  public static final ScrapingServiceSettings DEFAULTS =
      new ScrapingServiceSettings(
          false,
          Duration.ofMinutes(1),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          StoreSettings.DEFAULTS.withPrefix("configurations/"),
          LifecyclerSettings.DEFAULTS,
          GrpcClientSettings.DEFAULTS,
          false);

  public ScrapingServiceSettings with(LifecyclerSettings other) {
    return new ScrapingServiceSettings(
        enabled,
        reshardInterval,
        reshardTimeout,
        notifyTimeout,
        configurations,
        other,
        client,
        readsFiles);
  }
}
