package io.tributary.agent.web;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.net.server.HttpHandler;
import io.tributary.net.server.Response;

/// Whether the agent works already, or still. Until then most handlers answer 503 and say in
/// `X-Prometheus-Stopping` on which side of its life the agent is.
///
/// Source: parity API-04; prometheus `web/web.go`, testReady.
public final class Readiness {
  /// Where the agent is in its life.
  public enum Phase {
    STARTING,
    READY,
    STOPPING
  }

  private volatile Phase phase = Phase.STARTING;
  private final Gauge gauge;

  public Readiness(PrometheusRegistry registry) {
    gauge =
        Gauge.builder()
            .name("prometheus_ready")
            .help("Whether the agent has started and is ready to do its work.")
            .register(registry);
    gauge.set(0);
  }

  public Phase phase() {
    return phase;
  }

  public void set(Phase next) {
    phase = next;
    gauge.set(next == Phase.READY ? 1 : 0);
  }

  /// The same handler, behind the question.
  public HttpHandler whenReady(HttpHandler handler) {
    return request ->
        switch (phase) {
          case READY -> handler.handle(request);
          case STARTING -> unavailable("false");
          case STOPPING -> unavailable("true");
        };
  }

  private static Response unavailable(String stopping) {
    return Response.text(503, "Service Unavailable").withHeader("X-Prometheus-Stopping", stopping);
  }
}
