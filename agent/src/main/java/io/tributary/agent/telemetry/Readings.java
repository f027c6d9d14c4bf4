package io.tributary.agent.telemetry;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.agent.build.BuildInfo;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;

/// Metrics that are read when somebody asks; one that cannot be read now, NaN, is left out.
record Readings(PrometheusRegistry registry) {
  /// `PREFIX_build_info`.
  void build(String prefix) {
    BuildInfo build = BuildInfo.CURRENT;
    Info.builder()
        .name(prefix + "_build_info")
        .help("A constant 1 with the version and the origin of the program as labels.")
        .labelNames("version", "revision", "branch", "goversion", "goos", "goarch", "tags")
        .register(registry)
        .addLabelValues(
            build.version(),
            build.revision(),
            build.branch(),
            build.runtime(),
            BuildInfo.os(),
            BuildInfo.architecture(),
            "tributary");
  }

  void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> tell(value, callback::call))
        .register(registry);
  }

  void counter(String name, String help, DoubleSupplier value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> tell(value, callback::call))
        .register(registry);
  }

  private static void tell(DoubleSupplier value, DoubleConsumer to) {
    double now = value.getAsDouble();
    if (!Double.isNaN(now)) {
      to.accept(now);
    }
  }
}
