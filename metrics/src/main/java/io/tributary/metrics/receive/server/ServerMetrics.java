package io.tributary.metrics.receive.server;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.metrics.receive.WriteRequestIntake;
import io.tributary.net.server.RequestObserver;
import java.util.Locale;
import java.util.function.IntSupplier;

/// What a receiver tells of its requests.
///
/// Source: grafana/dskit `server/metrics.go`, `middleware/instrument.go`; prometheus/prometheus
/// `storage/remote/write_handler.go`.
final class ServerMetrics implements RequestObserver {
  private static final double[] SECONDS = {
    .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 25, 50, 100
  };

  /// 4 to the power of 1 to 15.
  private static final double[] BYTES = new double[15];

  static {
    for (int i = 0; i < BYTES.length; i++) {
      BYTES[i] = Math.pow(4, i + 1.0);
    }
  }

  final Gauge inFlight;
  final Gauge connectionLimit;
  final Counter invalidSamples;
  private final Histogram duration;
  private final Histogram requestBytes;
  private final Histogram responseBytes;

  ServerMetrics(WriteRequestIntake intake, IntSupplier connections, PrometheusRegistry registry) {
    inFlight =
        Gauge.builder()
            .name("prometheus_receive_http_inflight_requests")
            .help("Current number of inflight requests.")
            .labelNames("method", "route")
            .register(registry);
    GaugeWithCallback.builder()
        .name("prometheus_receive_http_tcp_connections")
        .help("Current number of accepted TCP connections.")
        .labelNames("protocol")
        .callback(callback -> callback.call(connections.getAsInt(), "http"))
        .register(registry);
    connectionLimit =
        Gauge.builder()
            .name("prometheus_receive_http_tcp_connections_limit")
            .help("The max number of TCP connections that can be accepted.")
            .labelNames("protocol")
            .register(registry);
    duration =
        histogram("request_duration_seconds", "Time (in seconds) spent serving HTTP requests.")
            .classicUpperBounds(SECONDS)
            .labelNames("method", "route", "status_code", "ws")
            .register(registry);
    requestBytes =
        histogram("request_message_bytes", "Size (in bytes) of messages received in the request.")
            .classicUpperBounds(BYTES)
            .labelNames("method", "route")
            .register(registry);
    responseBytes =
        histogram("response_message_bytes", "Size (in bytes) of messages sent in response.")
            .classicUpperBounds(BYTES)
            .labelNames("method", "route")
            .register(registry);
    invalidSamples =
        Counter.builder()
            .name("prometheus_api_remote_write_invalid_labels_samples_total")
            .help("Received samples and histograms that were refused for their labels.")
            .register(registry);
    GaugeWithCallback.builder()
        .name("tributary_receive_series")
        .help("Series that are remembered, so that their samples find their place.")
        .callback(callback -> callback.call(intake.seriesCount()))
        .register(registry);
    CounterWithCallback.builder()
        .name("tributary_receive_exemplars_dropped_total")
        .help("Exemplars for whose series no sample came.")
        .callback(callback -> callback.call((double) intake.droppedExemplars()))
        .register(registry);
  }

  private static Histogram.Builder histogram(String name, String help) {
    return Histogram.builder().name("prometheus_receive_http_" + name).help(help).classicOnly();
  }

  void received(int bytes) {
    requestBytes.labelValues("POST", WriteEndpoint.ROUTE).observe(bytes);
  }

  @Override
  public void answered(String handler, String method, int status, long nanos, long bytes) {
    String route = handler.isEmpty() ? "notfound" : handler;
    String verb = handler.isEmpty() ? "other" : method.toUpperCase(Locale.ROOT);
    duration.labelValues(verb, route, Integer.toString(status), "false").observe(nanos / 1e9);
    responseBytes.labelValues(verb, route).observe((double) bytes);
  }
}
