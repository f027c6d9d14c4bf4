package io.tributary.dialects.scrapingservice;

import io.tributary.cluster.service.GrpcClientSettings;
import io.tributary.cluster.service.ScrapingServiceSettings;
import io.tributary.dialects.yaml.Fields;
import java.util.Map;

/// Binds `scraping_service` and `scraping_service_client`, and the flags of both.
///
/// Source: grafana/agent `static/metrics/cluster/config.go`, `static/metrics/cluster/client`.
public final class ScrapingServiceBinder {
  /// What the names of its flags begin with.
  public static final String FLAGS = "metrics.service";

  private static final String SERVICE = FLAGS + ".";
  private static final String STORE = SERVICE + "config-store.";
  private static final String CLIENT = FLAGS + "-client.";

  private ScrapingServiceBinder() {}

  /// `metrics` is the section in which both stand; `flags` are those that were given.
  public static ScrapingServiceSettings bind(Fields metrics, Map<String, String> flags) {
    ScrapingServiceSettings usual = ScrapingServiceSettings.DEFAULTS;
    FlaggedFields service = FlaggedFields.of(metrics, "scraping_service", flags, SERVICE);
    boolean isEnabled = service.bool("enabled", "enabled", false);
    var settings =
        new ScrapingServiceSettings(
            isEnabled,
            service.positive("reshard_interval", "reshard-interval", usual.reshardInterval()),
            service.duration("reshard_timeout", "reshard-timeout", usual.reshardTimeout()),
            service.duration(
                "cluster_reshard_event_timeout",
                "cluster-reshard-event-timeout",
                usual.notifyTimeout()),
            new StoreBinder(service.section("kvstore", STORE), usual.configurations(), isEnabled)
                .bind(),
            new LifecyclerBinder(service.section("lifecycler"), isEnabled).bind(),
            client(metrics, flags),
            service.bool("dangerous_allow_reading_files", "", usual.readsFiles()));
    service.finish();
    if (!isEnabled) {
      noteUnused(metrics);
    }
    return settings;
  }

  /// The original has the flags of the client twice. Those of the service win there, and here; the
  /// others are lost there as soon as the file has a section `metrics`, and are not here.
  private static GrpcClientSettings client(Fields metrics, Map<String, String> flags) {
    FlaggedFields section =
        FlaggedFields.of(metrics, "scraping_service_client", flags, SERVICE, CLIENT);
    GrpcClientSettings client = new ClientBinder(section.section("grpc_client_config")).bind();
    section.finish();
    return client;
  }

  private static void noteUnused(Fields metrics) {
    if (metrics.isSet("scraping_service")) {
      metrics.warning("scraping_service", "scraping_service is not enabled and has no effect");
    }
    if (metrics.isSet("scraping_service_client")) {
      metrics.warning(
          "scraping_service_client",
          "scraping_service_client has no effect: scraping_service is not enabled");
    }
  }
}
