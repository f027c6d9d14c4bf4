package io.tributary.agent.web;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.net.server.RequestObserver;
import io.tributary.net.server.Routes;
import java.util.concurrent.TimeUnit;

/// Counts the requests that were answered, by handler.
///
/// Source: parity §8.6; prometheus `web/web.go`, newMetrics.
public final class WebMetrics implements RequestObserver {
  private final Counter requests;
  private final Histogram duration;
  private final Histogram size;

  public WebMetrics(PrometheusRegistry registry) {
    requests =
        Counter.builder()
            .name("prometheus_http_requests_total")
            .help("HTTP requests answered.")
            .labelNames("handler", "code")
            .register(registry);
    duration =
        Histogram.builder()
            .name("prometheus_http_request_duration_seconds")
            .help("Time taken to answer a request.")
            .labelNames("handler")
            .classicUpperBounds(.1, .2, .4, 1, 3, 8, 20, 60, 120)
            .nativeInitialSchema(3)
            .nativeMaxNumberOfBuckets(100)
            .nativeResetDuration(1, TimeUnit.HOURS)
            .register(registry);
    size =
        Histogram.builder()
            .name("prometheus_http_response_size_bytes")
            .help("Size of the answers as they were sent.")
            .labelNames("handler")
            .classicOnly()
            .classicUpperBounds(1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9)
            .register(registry);
  }

  /// Lets every handler appear with zero before it was called.
  public void begin(Routes routes) {
    routes.metricNames().forEach(handler -> requests.initLabelValues(handler, "200"));
  }

  @Override
  public void answered(String handler, String method, int status, long nanos, long responseBytes) {
    if (handler.isEmpty()) {
      return;
    }
    requests.labelValues(handler, Integer.toString(status)).inc();
    duration.labelValues(handler).observe(nanos / 1e9);
    size.labelValues(handler).observe((double) responseBytes);
  }
}
