package io.tributary.agent.traces;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// What became of the agent's own spans: those that ended and were neither sent nor failed wait, or
/// had no room to.
final class TraceMetrics implements SpanProcessor {
  private final Counter ended;
  private final Counter sent;
  private final Counter failed;

  TraceMetrics(PrometheusRegistry registry) {
    ended = counter(registry, "ended", "Spans of the agent itself that were sampled and ended.");
    sent = counter(registry, "sent", "Spans of the agent itself that a receiver took.");
    failed = counter(registry, "failed", "Spans of the agent itself that could not be sent.");
  }

  private static Counter counter(PrometheusRegistry registry, String what, String help) {
    return Counter.builder()
        .name("tributary_own_spans_" + what + "_total")
        .help(help)
        .register(registry);
  }

  void sent(int spans, boolean isTaken) {
    (isTaken ? sent : failed).inc(spans);
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (span.getSpanContext().isSampled()) {
      ended.inc();
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }
}
