package io.tributary.runtime.telemetry;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.component.HealthState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// How the evaluation of the graph goes.
///
/// Source: grafana/alloy `controller/metrics.go`. The time of slow evaluations is a counter there
/// whose name lacks `_total`; here it is a gauge that only grows, for the sake of the name.
public final class GraphMetrics {
  private static final double NANOS = 1e9;
  private static final double SLOW_SECONDS = 60;
  private static final double[] BUCKETS = {.005, .025, .1, .5, 1, 5, 10, 30, 60, 120, 300, 600};

  private final PrometheusRegistry registry;
  private final List<Family> families = new ArrayList<>();

  private record Family(Gauge evaluating, Histogram evaluation, Histogram waiting, Gauge slow) {}

  /// Data that flows from one component to another.
  public record Connection(String moduleId, String from, String to) {}

  public GraphMetrics(PrometheusRegistry registry) {
    this.registry = registry;
    for (String family : Names.FAMILIES) {
      families.add(
          new Family(
              Gauge.builder()
                  .name(family + "_component_controller_evaluating")
                  .help("Whether the controller is evaluating its graph now.")
                  .labelNames(Names.PATH, Names.ID)
                  .register(registry),
              histogram(
                  family + "_component_evaluation_seconds", "How long evaluations took.", registry),
              histogram(
                  family + "_component_dependencies_wait_seconds",
                  "How long components waited to be evaluated after a dependency had changed.",
                  registry),
              Gauge.builder()
                  .name(family + "_component_evaluation_slow_seconds")
                  .help("Seconds spent in evaluations that took longer than a minute.")
                  .labelNames(Names.PATH, Names.ID, "component_id")
                  .register(registry)));
    }
  }

  private static Histogram histogram(String name, String help, PrometheusRegistry registry) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .labelNames(Names.PATH, Names.ID)
        .classicUpperBounds(BUCKETS)
        .register(registry);
  }

  /// Shows what is asked for at every scrape: how many nodes wait, how many components there are in
  /// each state by module, and who sends to whom.
  public void observe(
      IntSupplier queueSize,
      Supplier<Map<String, Map<HealthState, Integer>>> states,
      Supplier<List<Connection>> connections) {
    for (String family : Names.FAMILIES) {
      GaugeWithCallback.builder()
          .name(family + "_component_evaluation_queue_size")
          .help("Components that show something new and whose dependants wait for evaluation.")
          .labelNames(Names.PATH, Names.ID)
          .callback(gauge -> gauge.call(queueSize.getAsInt(), "/", ""))
          .register(registry);
      GaugeWithCallback.builder()
          .name(family + "_component_controller_running_components")
          .help("Components by their health.")
          .labelNames(Names.PATH, Names.ID, "health_type")
          .callback(gauge -> states.get().forEach((module, counts) -> call(gauge, module, counts)))
          .register(registry);
    }
    GaugeWithCallback.builder()
        .name("alloy_component_graph_connection")
        .help("That data flows from one component to another.")
        .labelNames(Names.PATH, Names.ID, "from", "to")
        .callback(gauge ->
            connections
                .get()
                .forEach(edge ->
                    gauge.call(
                        1, Names.path(edge.moduleId), Names.id(edge.moduleId), edge.from, edge.to)))
        .register(registry);
  }

  private static void call(
      GaugeWithCallback.Callback gauge, String module, Map<HealthState, Integer> counts) {
    counts.forEach(
        (state, count) -> gauge.call(count, Names.path(module), Names.id(module), state.text()));
  }

  public void evaluating(String module, boolean now) {
    for (Family family : families) {
      family.evaluating.labelValues(Names.path(module), Names.id(module)).set(now ? 1 : 0);
    }
  }

  public void evaluated(String module, String node, long nanos) {
    double seconds = nanos / NANOS;
    for (Family family : families) {
      family.evaluation.labelValues(Names.path(module), Names.id(module)).observe(seconds);
      if (seconds >= SLOW_SECONDS) {
        family.slow.labelValues(Names.path(module), Names.id(module), node).inc(seconds);
      }
    }
  }

  public void waited(String module, long nanos) {
    for (Family family : families) {
      family.waiting.labelValues(Names.path(module), Names.id(module)).observe(nanos / NANOS);
    }
  }

  /// Drops what was counted for a module that is gone.
  public void forget(String module) {
    for (Family family : families) {
      family.evaluating.remove(Names.path(module), Names.id(module));
      family.evaluation.remove(Names.path(module), Names.id(module));
      family.waiting.remove(Names.path(module), Names.id(module));
    }
  }
}
