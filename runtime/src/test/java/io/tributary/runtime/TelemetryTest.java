package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.tributary.component.ComponentId;
import io.tributary.runtime.telemetry.ComponentRegistries;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the runtime tells of itself.
class TelemetryTest {
  @TempDir Path directory;

  private static List<String> points(Iterable<MetricSnapshot> families, String name) {
    var points = new ArrayList<String>();
    for (MetricSnapshot family : families) {
      if (family.getMetadata().getPrometheusName().equals(name)) {
        for (DataPointSnapshot point : family.getDataPoints()) {
          String value = point instanceof GaugeDataPointSnapshot g ? " " + g.getValue() : "";
          points.add(point.getLabels() + value);
        }
      }
    }
    return points;
  }

  @Test
  void tellsOfItselfUnderBothFamiliesOfNames() throws InterruptedException {
    try (var bench = new Bench(directory)) {
      bench.load(
          """
          declare "d" { test.value "in" { } }
          d "x" { }
          test.value "a" { forward_to = [test.receiver.r.receiver] }
          test.receiver "r" { }
          """);
      bench.lab.await("start test.value.a");
      bench.tryLoad("nonsense");
      var families = bench.registry.scrape();
      for (String family : List.of("alloy", "agent")) {
        assertThat(points(families, family + "_config_last_load_successful"))
            .containsExactly("{} 0.0");
        assertThat(points(families, family + "_component_controller_evaluating"))
            .contains("{controller_id=\"\",controller_path=\"/\"} 0.0");
        assertThat(points(families, family + "_component_evaluation_seconds"))
            .contains("{controller_id=\"d.x\",controller_path=\"/\"}");
        assertThat(points(families, family + "_component_controller_running_components"))
            .isNotEmpty();
        assertThat(points(families, family + "_config_hash")).hasSize(1);
      }
      assertThat(points(families, "alloy_component_graph_connection"))
          .containsExactly(
              "{controller_id=\"\",controller_path=\"/\",from=\"test.value.a\",to=\"test.receiver.r\"}"
                  + " 1.0");
    }
  }

  @Test
  void putsTheMetricsOfComponentsTogether() {
    var registries = new ComponentRegistries();
    for (String label : List.of("a", "b")) {
      var registry = new PrometheusRegistry();
      Counter counter = Counter.builder().name("samples_total").labelNames("x").register(registry);
      counter.labelValues("y").inc();
      registries.add(new ComponentId("m.x", "test." + label), registry);
    }
    assertThat(points(registries.collect(), "samples"))
        .containsExactly(
            "{component_id=\"test.a\",component_path=\"/m.x\",x=\"y\"}",
            "{component_id=\"test.b\",component_path=\"/m.x\",x=\"y\"}");
  }
}
