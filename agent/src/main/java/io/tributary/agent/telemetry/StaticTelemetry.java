package io.tributary.agent.telemetry;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.agent.scrapingservice.Instances;
import io.tributary.dialects.staticmode.StaticIndex;
import io.tributary.metrics.wal.WalStatistics;
import io.tributary.runtime.GraphRuntime;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// Instances and their logs under the names that Grafana Agent's static mode has for them.
///
/// Source: grafana/agent `static/metrics/wal/wal.go`, `static/metrics/instance/modal_manager.go`.
public final class StaticTelemetry {
  private final PrometheusRegistry registry;
  private final Instances instances;
  private final String label;

  private StaticTelemetry(
      PrometheusRegistry registry,
      GraphRuntime graph,
      Supplier<StaticIndex> index,
      boolean sharesInstances) {
    this.registry = registry;
    instances = new Instances(graph, index);
    label = sharesInstances ? "instance_group_name" : "instance_name";
  }

  /// `sharesInstances` is how the agent started: labels do not change while it runs.
  public static void register(
      PrometheusRegistry registry,
      GraphRuntime graph,
      Supplier<StaticIndex> index,
      boolean sharesInstances) {
    new StaticTelemetry(registry, graph, index, sharesInstances).register();
  }

  private void register() {
    GaugeWithCallback.builder()
        .name("agent_metrics_active_configs")
        .help("Current number of active configs being used by the agent.")
        .callback(callback -> callback.call(instances.names().size()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("agent_metrics_active_instances")
        .help("Current number of active instances being used by the agent.")
        .callback(callback -> callback.call(instances.logs().size()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("agent_wal_storage_active_series")
        .help("Current number of active series being tracked by the WAL storage")
        .labelNames(label)
        .callback(callback -> each(WalStatistics::activeSeries, callback::call))
        .register(registry);
    counter(
        "agent_wal_samples_appended_total",
        "Total number of samples appended to the WAL",
        log -> log.appended().floatSamples() + log.appended().histogramSamples());
    counter(
        "agent_wal_exemplars_appended_total",
        "Total number of exemplars appended to the WAL",
        log -> log.appended().exemplars());
  }

  private void counter(String name, String help, ToDoubleFunction<WalStatistics> value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(label)
        .callback(callback -> each(value, callback::call))
        .register(registry);
  }

  /// The integrations have a log of their own, which may be that of a group for the original.
  private void each(ToDoubleFunction<WalStatistics> value, BiConsumer<Double, String> callback) {
    var sums = new TreeMap<String, Double>();
    instances
        .logs()
        .forEach(
            (sender, group) -> sums.merge(group, value.applyAsDouble(sender.log()), Double::sum));
    sums.forEach((group, sum) -> callback.accept(sum, group));
  }
}
