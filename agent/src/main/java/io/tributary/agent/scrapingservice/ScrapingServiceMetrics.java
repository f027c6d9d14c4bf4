package io.tributary.agent.scrapingservice;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.cluster.service.ConfigurationStatus;
import java.util.EnumMap;
import java.util.Map;

/// How the configurations of this agent fare. Ours: the original only logs what it cannot run.
final class ScrapingServiceMetrics {
  private final ScrapingServiceComponent component;

  ScrapingServiceMetrics(ScrapingServiceComponent component) {
    this.component = component;
  }

  void register(PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("tributary_scraping_service_configurations")
        .help("Configurations that this agent runs, or should, by how they fare.")
        .labelNames("state")
        .callback(
            callback -> count().forEach((state, count) -> callback.call(count, state.toString())))
        .register(registry);
    GaugeWithCallback.builder()
        .name("tributary_scraping_service_draining_logs")
        .help("Logs of configurations that are gone, which send what is left in them.")
        .callback(callback -> callback.call(component.drainingLogs()))
        .register(registry);
  }

  private Map<ConfigurationStatus.State, Integer> count() {
    var counts = new EnumMap<ConfigurationStatus.State, Integer>(ConfigurationStatus.State.class);
    for (ConfigurationStatus.State state : ConfigurationStatus.State.values()) {
      counts.put(state, 0);
    }
    component.statuses().forEach(status -> counts.merge(status.state(), 1, Integer::sum));
    return counts;
  }
}
