package io.tributary.agent.telemetry;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.DoubleSupplier;

/// Metrics that are read when somebody asks; one that cannot be read now, NaN, is left out.
record Readings(PrometheusRegistry registry) {
  void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> {
          double now = value.getAsDouble();
          if (!Double.isNaN(now)) {
            callback.call(now);
          }
        })
        .register(registry);
  }

  void counter(String name, String help, DoubleSupplier value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> {
          double now = value.getAsDouble();
          if (!Double.isNaN(now)) {
            callback.call(now);
          }
        })
        .register(registry);
  }
}
